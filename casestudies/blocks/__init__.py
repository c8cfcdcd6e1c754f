"""The palette of a case study. Every block is small, says what belongs in it, and can be previewed."""

from casestudies.blocks.leads import LinkedEntryBlock
from casestudies.blocks.lessons import WhatDidNotWorkBlock, WhatItNeedsBlock
from casestudies.blocks.story import StoryBlock

# The other two stand in migrations under this name.
__all__ = ["LinkedEntryBlock", "StoryBlock", "WhatDidNotWorkBlock", "WhatItNeedsBlock"]
