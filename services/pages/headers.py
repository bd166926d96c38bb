"""What every page tells the browser: keep nothing, tell nobody, run nothing."""

from typing import Final

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script at all, none inline and none from elsewhere: the pages need none."""

HEADERS: Final[dict[str, str]] = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "X-Robots-Tag": "noindex",
}
"""Of a page. Files of the layout may be kept: they are the same for all."""

FILE_HEADERS: Final[dict[str, str]] = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
"""Of a file whose name holds its content's hash."""
