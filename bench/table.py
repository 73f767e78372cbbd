"""What `make bench` prints: each figure with its ratio, what is to be reached, and the peers' figure beside it.

The peers were measured side by side on another day, on a machine of this kind (2 cores, Debian 12), with
documents of 900 words and ten claims each: read them as orders of magnitude.
"""

from typing import NamedTuple

PEERS_SAVE = "doccano 36 ms, Label Studio 92 ms, Taguette 11 ms"
PEERS_LIST = {
    1_000: "",
    10_000: "doccano 142 ms, Label Studio 20,600 ms, Taguette 191 ms",
    100_000: "doccano 256 ms at 50,000, Label Studio no answer in 60 s, Taguette 3,270 ms",
}
PEERS_MOVE = {
    "export": "doccano 1,650–2,100/s, Label Studio 3,000–3,800/s, Taguette 1,100–1,300/s",
    "import": "doccano 1,350–1,640/s, Label Studio 4,500–5,000/s",
}
SAVE_RATIOS = {
    "claim, through the verb": 3,
    "claim, through the desk": 3,
    "claim, through the admin's form": 15,
}
PEERS_EXPORT = {"doccano": 1_650, "Label Studio": 3_800}  # claims a second
TIMES_FASTER = 20
LEAST_SHARE = {"export": 0.60, "import": 0.15}
MOST_MEMORY = {"export": 50, "import": 80}
SLOWEST_PAGE = 80
SLOWEST_SEARCH = 60
SLOWEST_OFFER = 30


class Move(NamedTuple):
    """An export or import: seconds here and raw, MB over idle, and whether the bytes came back the same."""

    what: str
    claims: int
    seconds: float
    raw_seconds: float
    memory: float
    same: bool


def verdict(reached: bool) -> str:
    return "reached" if reached else "NOT REACHED"


def show_saves(saves: dict[str, float], *, claims: int) -> None:
    print(f"\nSaving one claim, beside {claims:,} others (median of requests over HTTP)")
    behind = saves["signed-in INSERT"]
    for name, took in saves.items():
        most = SAVE_RATIOS.get(name)
        goal = f"at most {most} ×: {verdict(took <= most * behind)}" if most else ""
        print(f"  {name:34} {took:7.1f} ms  {took / behind:5.1f} × signed-in INSERT  {goal}")
    print(f"  peers: {PEERS_SAVE}")


def show_pages(pages: dict[int, dict[str, float]]) -> None:
    print("\nPages, and the first page of every list (50 rows)")
    smallest = pages[min(pages)]
    for claims, found in pages.items():
        for asked, took in found.items():
            most = SLOWEST_SEARCH if asked.startswith("search") else SLOWEST_PAGE
            growth = took / smallest[asked]
            print(
                f"  {claims:>9,} claims, {asked:28} {took:7.1f} ms  {growth:4.1f} × the smallest"
                f"  at most {most} ms: {verdict(took <= most)}"
            )
        if PEERS_LIST.get(claims):
            print(f"  peers, the list of claims: {PEERS_LIST[claims]}")


def show_offers(offers: dict[str, float], *, names: int) -> None:
    print(f"\nSpeakers offered while somebody types, among {names:,} names")
    for typed, took in offers.items():
        goal = f"at most {SLOWEST_OFFER} ms: {verdict(took <= SLOWEST_OFFER)}"
        print(f"  {typed:34} {took:7.1f} ms  {goal}")


def show_moves(moves: list[Move]) -> None:
    print("\nOut and in, JSON")
    for what, claims, seconds, raw_seconds, memory, same in moves:
        share, most = raw_seconds / seconds, MOST_MEMORY[what]
        reached = share >= LEAST_SHARE[what] and memory <= most and same
        print(
            f"  {what} {claims:>9,} claims  {seconds:6.1f} s  {claims / seconds:9,.0f}/s  {share:4.0%} of raw"
            f" ({LEAST_SHARE[what]:.0%} wanted)  {memory:4.0f} MB over idle ({most} at most)  {verdict(reached)}"
            + ("" if same else "  THE BYTES DIFFER")
        )
    for what, peers in PEERS_MOVE.items():
        print(f"  peers, {what}: {peers}")
    largest = max((move for move in moves if move.what == "export"), key=lambda move: move.claims)
    show_times_faster(largest.claims / largest.seconds)


def show_times_faster(rate: float) -> None:
    """Print how many times as many claims a second come out here as of each peer."""
    for peer, theirs in PEERS_EXPORT.items():
        goal = f"{TIMES_FASTER} × wanted: {verdict(rate >= TIMES_FASTER * theirs)}"
        print(f"  export here: {rate / theirs:5.1f} × as fast as {peer}'s {theirs:,}/s  ({goal})")
