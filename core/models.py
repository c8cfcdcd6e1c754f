"""What every page and picture of the site shares."""

from copy import copy

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.images.rect import Rect
from wagtail.locks import WorkflowLock
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText, get_text_for_indexing

from core.drafts import ChildRows
from core.focus import Focus, usual_focus
from core.frame import is_visitor, site_of
from core.kept import Kept
from core.licences import Licence
from core.page_form import PageForm
from core.pictures import PictureField
from core.review import ReviewLock

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
DESCRIPTION_LENGTH = 160  # about what search engines show
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class BasePage(Page):
    """The parent of every page class. Adds what all templates rely on and no table of its own."""

    base_form_class = PageForm

    # What its `clean` asks for can wait: the editor's form says so while it checks a draft.
    may_be_incomplete = False

    class Meta:
        abstract = True

    # The public site draws its own navigation; the tick box would promise something that has no effect.
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel(
                    "search_description",
                    help_text=_("Shown by search engines. Leave empty to use the summary."),
                ),
            ],
            heading=_("For search engines"),
        )
    ]

    @property
    def meta_description(self) -> str:
        """What search engines and link previews show under the title."""
        said = self.search_description or getattr(self, "summary", "")
        # Pages that list others have no summary: their introduction says what they are.
        return said or Truncator(get_text_for_indexing(getattr(self, "introduction", ""))).chars(DESCRIPTION_LENGTH)

    @property
    def preview_sizes(self) -> list[dict]:
        """The narrowest phone in wide use, a tablet, and the width below which a laptop's window seldom is."""
        sizes = [
            ("mobile", "mobile-alt", 360, _("Preview on a phone")),
            ("tablet", "tablet-alt", 768, _("Preview on a tablet")),
            ("desktop", "desktop", 1280, _("Preview on a desktop")),
        ]
        return [dict(zip(("name", "icon", "device_width", "label"), size, strict=True)) for size in sizes]

    def get_lock(self):
        lock = super().get_lock()
        return ReviewLock(self, lock.task) if isinstance(lock, WorkflowLock) else lock

    def serve(self, request, *args, **kwargs):
        # Whatever an alias's page says of its address, history or neighbours is its source's, the canonical address first.
        if self.alias_of_id and self.alias_of.live:
            return self.alias_of.specific.serve(request, *args, **kwargs)
        return super().serve(request, *args, **kwargs)

    def save(self, *args, **kwargs):
        """As Wagtail's. Rows of a draft that cannot be written yet stay with this object, and with the version made of it."""
        if self.live:
            return super().save(*args, **kwargs)
        rows = ChildRows(self)
        rows.set_aside()
        try:
            return super().save(*args, **kwargs)
        finally:
            rows.put_back()

    def make_preview_request(self, *args, **kwargs):
        # A page shows what it will show: a row that says nothing yet is no part of that.
        ChildRows(self).set_aside()
        return super().make_preview_request(*args, **kwargs)

    # The pages above this one, where whoever found it knows them already.
    known_ancestors: list[Page] | None = None

    def breadcrumb(self) -> list[Page]:
        """Return the pages above this one, from the home page down."""
        if self.known_ancestors is None:
            self.known_ancestors = list(self.get_ancestors().filter(depth__gt=1)) if self.path else []
        return self.known_ancestors

    def get_view_restrictions(self):
        """As Wagtail's, but in one query where it asks two. An alias, which is as restricted as its source, goes its way."""
        if self.known_ancestors is None or any(page.alias_of_id for page in (self, *self.known_ancestors)):
            return super().get_view_restrictions()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=paths)


class CoreImage(AbstractImage):
    """A picture with what is needed to publish it. `description` is its alternative text."""

    # In place of Wagtail's: whatever code gives it a file, only a cleaned copy is kept.
    file = PictureField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made it, as they want to be named, such as “Photo: Jo Smith, Wharton Trust”."),
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.UNKNOWN, blank=True)

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "tags"),
        "credit",
        "licence",
        "tags",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args, **kwargs):
        if self._state.adding and self.is_portrait() and not self.has_focal_point():
            self.keep_in_view(usual_focus(self.width, self.height))
        super().save(*args, **kwargs)

    def keep_in_view(self, focus: Focus) -> None:
        """Set the point around which the picture is cut, so that this part of its height stays. Does not save."""
        x, y = self.width // 2, round(self.height * focus.share)
        self.set_focal_point(Rect.from_point(x, y, 1, 1))


class CoreRendition(AbstractRendition):
    image = models.ForeignKey(CoreImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]


@register_setting(icon="cog")
class SiteDetails(BaseSiteSetting):
    """What site managers can change without a developer: name, contact, footer, licence."""

    name = models.CharField(
        _("name of the site"), max_length=80, default="Next Town Over", help_text=_("Shown at the top of every page.")
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=120,
        blank=True,
        default="What one place has tried, for the next",
        help_text=_("One short line, such as “What one place has tried, for the next”."),
    )
    contact_email = models.EmailField(
        _("contact e-mail"),
        blank=True,
        help_text=_(
            "Shown to visitors who want to tell you about an initiative or report a fault. A shared mailbox works best."
        ),
    )
    contact_address = models.TextField(
        _("postal address"), blank=True, help_text=_("For people who cannot use e-mail. Shown on the contact page.")
    )
    footer_text = RichTextField(
        _("footer text"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("One or two sentences: who runs this site and who pays for it."),
    )
    licence = models.CharField(
        _("licence of the texts"),
        max_length=20,
        choices=Licence,
        default=Licence.CC_BY,
        help_text=_("Shown at the foot of every page; an entry may have another."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading=_("Name")),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_address")], heading=_("Contact")),
        MultiFieldPanel([FieldPanel("footer_text"), FieldPanel("licence")], heading=_("Footer")),
    ]

    class Meta:
        verbose_name = _("site details")

    @cached_property
    def footer_html(self) -> SafeString:
        """The footer text as HTML, with the addresses of the pages it links to."""
        return RichText(self.footer_text).__html__()

    @classmethod
    def for_request(cls, request):
        """As Wagtail's, but from memory for visitors."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name) and is_visitor(request) and (site := site_of(request)):
            setattr(request, name, copy(kept_details(site.pk)))
        return super().for_request(request)


def _read_details(site_key: int) -> SiteDetails:
    details = SiteDetails.objects.filter(site=site_key).first() or SiteDetails(site_id=site_key)
    details.footer_html  # noqa: B018 - worked out once for all who get a copy
    return details


kept_details = Kept(_read_details)


@receiver([post_save, post_delete], sender=SiteDetails)
def details_changed(sender, **kwargs):
    kept_details.changed()
