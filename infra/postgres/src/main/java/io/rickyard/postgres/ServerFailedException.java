package io.rickyard.postgres;

import java.nio.file.Path;

/** A server ended as soon as it was started; its own words say why. */
public final class ServerFailedException extends PostgresException {

  private static final long serialVersionUID = 1L;

  ServerFailedException(Path directory, String words) {
    super("PostgreSQL did not start in %s: %s".formatted(directory, words));
  }
}
