"""Authors were names in a text, parted by commas. Each name becomes an author, in pages and in all stored versions of them.

A version carries the authors it was written with, so that publishing an old draft takes nothing back and adds nobody.
"""

from django.db import migrations
from django.utils.text import slugify

LONGEST_SLUG = 120


def authors_of_texts(apps, schema_editor):
    byline_model = apps.get_model("casestudies", "Byline")
    authors = _Authors(apps.get_model("casestudies", "Author"))
    for key, text in apps.get_model("casestudies", "CaseStudyPage").objects.values_list("pk", "authors"):
        byline_model.objects.bulk_create(
            byline_model(case_study_id=key, author_id=author, sort_order=order)
            for order, author in enumerate(authors.named_in(text))
        )
    live = {(key, author): pk for pk, key, author in byline_model.objects.values_list("pk", "case_study", "author")}
    for revision in _versions(apps):
        text, page = revision.content.pop("authors", None), revision.content.get("pk")
        if text is None:
            continue
        revision.content["bylines"] = [
            {"pk": live.get((page, author)), "sort_order": order, "case_study": page, "author": author}
            for order, author in enumerate(authors.named_in(text))
        ]
        revision.save(update_fields=["content"])


def texts_of_authors(apps, schema_editor):
    names = dict(apps.get_model("casestudies", "Author").objects.values_list("pk", "name"))
    bylines = apps.get_model("casestudies", "Byline").objects.order_by("sort_order")
    for page in apps.get_model("casestudies", "CaseStudyPage").objects.all():
        page.authors = ", ".join(names[line.author_id] for line in bylines.filter(case_study=page))[:255]
        page.save(update_fields=["authors"])
    for revision in _versions(apps):
        lines = revision.content.pop("bylines", [])
        revision.content["authors"] = ", ".join(names[line["author"]] for line in lines if line["author"] in names)[:255]
        revision.save(update_fields=["content"])


def _versions(apps):
    """Yield each stored version of a case study."""
    content_type = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="casestudies", model="casestudypage"
    )
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=content_type)
    # By key: an open cursor would see the rows that are written meanwhile.
    for key in list(revisions.values_list("pk", flat=True)):
        yield revisions.get(pk=key)


class _Authors:
    """The authors by name, whatever its capitals; who is not there yet is made."""

    def __init__(self, model):
        self.model = model
        self.keys = {author.name.casefold(): author.pk for author in model.objects.all()}
        self.slugs = set(model.objects.values_list("slug", flat=True))

    def named_in(self, text):
        names = [" ".join(part.split()) for part in (text or "").split(",")]
        return list(dict.fromkeys(self._key(name) for name in names if name))

    def _key(self, name):
        if name.casefold() not in self.keys:
            self.keys[name.casefold()] = self.model.objects.create(name=name, slug=self._slug(name)).pk
        return self.keys[name.casefold()]

    def _slug(self, name):
        wanted = slugify(name)[: LONGEST_SLUG - 8].strip("-") or "author"
        slug, number = wanted, 1
        while slug in self.slugs:
            number += 1
            slug = f"{wanted}-{number}"
        self.slugs.add(slug)
        return slug


class Migration(migrations.Migration):

    dependencies = [
        ("casestudies", "0004_authors_and_collections"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(authors_of_texts, texts_of_authors)]
