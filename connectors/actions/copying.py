"""What a copy of an entry does not share with the first, where the CMS does not see to it itself."""

from wagtail.models import Revision

from connectors.models import EntryPage, ExternalId


def drop_what_is_the_first_alone(copy: EntryPage) -> None:
    """Empty what identifies the first entry, in a page that was its alias until now and in its one version."""
    own = EntryPage.objects.get(pk=copy.pk).specific
    for name in own.exclude_fields_in_copy:
        field = own._meta.get_field(name)
        if field.one_to_many:
            getattr(own, name).clear()
        else:
            setattr(own, field.attname, field.get_default())
    own.save(clean=False)
    Revision.objects.filter(pk=own.latest_revision_id).update(content=own.serializable_data())


def drop_numbers_of_aliases(entry: EntryPage) -> None:
    """Let what remains of an entry that is deleted, its aliases, not be taken for it by the next import."""
    ExternalId.objects.filter(entry__alias_of=entry.pk).delete()
