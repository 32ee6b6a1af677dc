package io.rickyard.postgres;

import java.nio.file.Path;

/** Another process, or another part of this one, holds the lock on a directory. */
public final class DirectoryInUseException extends PostgresException {

  private static final long serialVersionUID = 1L;

  DirectoryInUseException(Path lockFile) {
    super(
        lockFile.toAbsolutePath().resolveSibling("")
            + " is in use by another process. Stop that one first, or use another directory.");
  }
}
