package io.rickyard.postgres;

import java.nio.file.Path;

/** A data directory was written by another major version of PostgreSQL than the one at hand. */
public final class IncompatibleDataException extends PostgresException {

  private static final long serialVersionUID = 1L;

  public IncompatibleDataException(Path data, String found, int expected) {
    super(
        ("%s was written by PostgreSQL %s, but this version of Rickyard brings PostgreSQL %d. Start"
                + " the Rickyard version that wrote it, dump its databases with pg_dump, and load"
                + " them into a new data directory.")
            .formatted(data, found, expected));
  }
}
