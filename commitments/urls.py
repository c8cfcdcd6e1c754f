"""Addresses of the tracker that are no pages of the CMS."""

from django.urls import path

from commitments import views

urlpatterns = [
    path("commitments/method/", views.method, name="commitment_method"),
    path("commitments/feed.atom", views.tracker_feed, name="tracker_feed"),
    path("commitments/<str:slug>/feed.atom", views.commitment_feed, name="commitment_feed"),
]
