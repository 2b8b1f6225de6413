"""What the documentation pages of the conflict rules have in common."""

WHY = (
    "A retriever returns whichever page is worded closer to the question, and the assistant"
    " states its value with full confidence. "
    "Outdated text beside current text lowers the accuracy of answers even where the current"
    " text is retrieved too."
)
HOW_TO_FIX = (
    "Find out which value holds, change the other page, and keep the value in one place that"
    " the others link to. If both hold, say for "
    "whom or for what on the page itself: the plan, the country, the version, the period."
)
NOT_REPORTED = (
    "Different plans, regions, products, versions, environments, audiences, years or units of"
    " the same amount; history and change logs; "
    "examples, quotations, proposals; targets beside measurements; rounded or hedged values;"
    " minimum beside maximum; a value within the "
    "other page's limit; parts of a whole; pages that are versions or translations of each"
    " other; sibling pages about different subjects. "
    "English only. Figures, and what is missed, are in docs/accuracy.md: wording that shares"
    " hardly a word is mostly missed."
)
REFERENCES = (
    "https://arxiv.org/abs/2503.04800",
    "https://arxiv.org/abs/2509.23233",
    "https://aclanthology.org/P08-1118/",
)
