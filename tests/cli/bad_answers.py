"""What servers answer that is no answer, and what is said of it."""

from __future__ import annotations

from tests.probes.targets.http.search_server import Reply

UNKNOWN = [
    {"id": f"r{n}", "path": f"archiv/Ünïcode-文書-{n}.md", "score": 1} for n in range(10_000)
]
BAD = {
    "html": (
        Reply("<html>Sign in</html>", kind="text/html"),
        "text/html where JSON belongs; check",
    ),
    "html called JSON": (Reply("<html>Sign in</html>"), "JSON that is broken, cut off or nested"),
    "an error with status 200": (Reply({"error": "no index", "results": []}), "`error` says so"),
    "a failed shard": (
        Reply({"_shards": {"failed": 1}, "results": []}),
        "`_shards.failed` says so",
    ),
    "another error": (
        Reply({"message": "gone", "code": 5}),
        "`$.results[*]` (hits) finds nothing;",
    ),
    "null": (Reply({"results": None}), "finds nothing but null; set `null_is_empty: true`"),
    "unknown ids": (Reply({"results": UNKNOWN[:2]}), "none of its 2 results could be matched"),
    "one unknown id": (Reply({"results": UNKNOWN[:1]}), "its only result could not be matched"),
    "ten thousand unknown": (Reply({"results": UNKNOWN}), "none of its 10,000 results could be"),
    "ten thousand and one": (
        Reply({"results": [*UNKNOWN, *UNKNOWN[:1]]}),
        "more than 10,000 results",
    ),
    "no field of the mapping": (
        Reply({"results": [{"name": "leave"}]}),
        "`$.id` (id) finds nothing",
    ),
    "slow": (
        Reply({"results": []}, delay=9),
        "did not answer within 1 s; check that the target is up",
    ),
    "byte by byte": (Reply({"results": []}, drip=0.2), "did not answer within 1 s"),
    "cut off": (Reply('{"results": [', promised=500), "broke off before the answer was whole"),
    "failing": (Reply("", status=500), "answered 500 Internal Server Error; check that the target"),
    "too many requests": (Reply("", status=429), "answered 429 Too Many Requests; set `max_rps`"),
    "not found": (Reply("", status=404), "answered 404 Not Found; check `url`"),
    "elsewhere": (
        Reply("", status=302, headers={"Location": "/x"}),
        "is not followed; write the last",
    ),
    "nobody may": (
        Reply("", status=401),
        "answered 401 Unauthorized: not signed in",
    ),
}
