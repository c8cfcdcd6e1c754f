"""What the desk's dashboard and menus leave out."""

from wagtail import hooks


@hooks.register("construct_help_menu")
def leave_out_release_notes(request, menu_items):
    """What is new in Wagtail is of no use to editors."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new")]
