"""The engine's writer, begun so that nothing which a killed process left half-way stands in its way."""

import tantivy
from tantivy import IndexWriter, Query


def begin_writing(index: tantivy.Index, memory: int) -> IndexWriter:
    """Return the one writer that an index can have at a time; with it all other processes are kept out.

    Args:
        index: opened for this writer, so that it knows the files which other processes made since.
        memory: bytes it may take before it writes a segment. It has one thread, because one thread makes one segment, and one
            segment is the fastest to read.
    """
    writer = index.writer(memory, 1)
    # Files of a commit that was cut off may have the very names that are written next, and would stay for good.
    writer.garbage_collect_files()
    # The engine gives the first thing that a writer is asked the number of the last commit. Where segments are still to be
    # put together, because a process was killed at that, this number counts as done: a deletion would be lost.
    writer.delete_documents_by_query(Query.empty_query())
    return writer
