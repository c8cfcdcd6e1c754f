"""Seeding of the page tree's trunk and of the standard pages."""

from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from casestudies.models import CaseStudyIndexPage
from commitments.models import CommitmentIndexPage
from connectors.models import DirectoryPage
from core.models import BasePage, SiteDetails
from core.rich_text import put_in_kept_form
from home.models import HomePage, StandardPage
from home.seeding.files import folded, read_seed


def publish(page: BasePage, parent: Page) -> BasePage:
    """Put a new page below its parent and publish it, with a first version in its history."""
    put_in_kept_form(page)
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
    publish_version(page)
    return page


def publish_version(page: BasePage) -> None:
    """Keep what a page holds as a version and publish it. What it refers to is noted once, which else every save does."""
    with disable_reference_index_auto_update():
        page.save_revision(log_action=False).publish(log_action=False)
    ReferenceIndex.create_or_update_for_object(type(page).objects.get(pk=page.pk))


def seed_frame() -> tuple[HomePage, int]:
    """Make the home page, the pages that hold entries and the site details; return the home page and how many were made."""
    texts = read_seed("site")
    home, made = HomePage.objects.first(), 0
    if home is None:
        home, made = _home_page(texts), 1
    holders = ((DirectoryPage, "directory"), (CaseStudyIndexPage, "case-studies"), (CommitmentIndexPage, "commitments"))
    for model, slug in holders:
        if not model.objects.exists():
            part = texts[slug.replace("-", "_")]
            publish(model(title=part["title"], slug=slug, introduction=folded(part["introduction"])), home)
            made += 1
    return home, made


def _home_page(texts: dict) -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's own migrations leave a welcome page where ours shall stand.
    root.get_children().filter(slug="home", content_type__model="page").delete()
    root = Page.get_first_root_node()
    home = publish(HomePage(slug="home", **{k: folded(v) for k, v in texts["home"].items()}), root)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = home, texts["details"]["name"]
    site.save()
    details = SiteDetails(site=site, **{k: folded(v) for k, v in texts["details"].items()})
    if not SiteDetails.objects.filter(site=site).exists():
        put_in_kept_form(details)
        details.save()
    return home


def seed_standard_pages(home: HomePage) -> int:
    """Make the standard pages that are missing and return how many."""
    made, in_footer = 0, read_seed("site")["in_footer"]
    for row in read_seed("pages"):
        if StandardPage.objects.filter(slug=row["slug"]).exists():
            continue
        body = [("text", folded(block["text"])) for block in row["body"]]
        page = StandardPage(
            title=row["title"],
            slug=row["slug"],
            summary=folded(row.get("summary")),
            in_footer=row["slug"] in in_footer,
        )
        page.body = [(kind, page.body.stream_block.child_blocks[kind].to_python(value)) for kind, value in body]
        publish(page, home)
        made += 1
    return made
