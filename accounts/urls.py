"""Addresses of signing in with a second factor, under /admin/."""

urlpatterns = []
