"""Headers on every answer, whoever gave it: a page, a static file, a redirect or an error."""

from django.conf import settings
from django.utils.deprecation import MiddlewareMixin

UNUSED_POWERS = (
    "accelerometer",
    "camera",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)


class SecurityHeadersMiddleware(MiddlewareMixin):
    """The outermost: Django's own SecurityMiddleware sends none on an answer that it refuses itself."""

    def process_response(self, request, response):
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        response.headers.setdefault("Permissions-Policy", ", ".join(f"{power}=()" for power in UNUSED_POWERS))
        return response
