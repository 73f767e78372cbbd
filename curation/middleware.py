"""Headers on every answer, whoever gave it (a page, a static file, a redirect or an error), and its language."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
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


class LanguageMiddleware(LocaleMiddleware):
    """The person's own language; who has chosen none, or has not signed in, is answered as the browser asks."""

    def process_request(self, request):
        super().process_request(request)
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()


class ProjectGZipMiddleware(GZipMiddleware):
    """Compress the pages of a project, and no others.

    Compression can give away a secret of the page to whoever watches its length and has the page say words of theirs
    (BREACH). What could be told in a project: the token of its forms, which Django masks anew in every answer, and Django
    adds a random length. Nobody makes a signed-in browser ask from elsewhere: cookies are SameSite. Accounts, where keys
    and recovery codes are shown, stay as they are, and so do downloads, whose bytes are their own.
    """

    def process_response(self, request, response):
        is_page = response.get("Content-Type", "").startswith(("text/html", "text/javascript"))
        if getattr(request, "project", None) is None or response.streaming or not is_page:
            return response
        return super().process_response(request, response)
