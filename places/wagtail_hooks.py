"""What places add to the editors' desk."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from places.models import Place
from places.viewsets import PlaceViewSet, RegisterPolicy

# Before the viewset, which would settle for Wagtail's default.
register_permission_policy(Place, RegisterPolicy(Place))
register_snippet(PlaceViewSet)
