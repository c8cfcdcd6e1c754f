"""Addresses of the journey. None holds a secret but those that are mailed, and these redirect to one without."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
