"""What case studies add to the editors' desk."""

from wagtail.snippets.models import register_snippet

from casestudies.viewsets import CollectionViewSet

register_snippet(CollectionViewSet)
