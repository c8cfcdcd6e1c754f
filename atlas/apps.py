from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AtlasConfig(AppConfig):
    name = "atlas"
    verbose_name = _("Atlas")

    def ready(self):
        from atlas import map_tiles  # noqa: F401, PLC0415 - registers its check
        from atlas.alike_story import alike_story_of  # noqa: PLC0415 - reads import models
        from atlas.route import route_of  # noqa: PLC0415 - reads import models
        from connectors import sections  # noqa: PLC0415 - as above

        sections.register("initiative", read=route_of, template="atlas/route.html", style="css/route.css")
        for kind in ("initiative", "case-study"):
            sections.register(kind, read=alike_story_of, template="atlas/alike_story.html")
