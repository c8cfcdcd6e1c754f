"""What a page still needs before it can be published: found by the editor's own form, listed with links to the fields."""
