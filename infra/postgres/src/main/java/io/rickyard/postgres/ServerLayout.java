package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The files of one server. The directory itself, the configuration and the lock belong to this
 * process; only {@code data} and {@code log} belong to the server's user, so that a server that was
 * taken over can't make us write or lock anything elsewhere.
 */
record ServerLayout(Path root) {

  private static final String INITIALIZING = "initializing-";

  Path lock() {
    return root.resolve("server.lock");
  }

  Path data() {
    return root.resolve("data");
  }

  /**
   * Where initdb works; renamed to data when it is done, so a data directory is always whole. Each
   * attempt has its own: an initdb that outlived the one who started it finds its place gone.
   */
  Path initializing() {
    return root.resolve(INITIALIZING + Long.toString(System.nanoTime(), 36));
  }

  /** What interrupted attempts of initdb left. */
  List<Path> abandoned() {
    try (var files = Files.list(root)) {
      return files.filter(file -> file.getFileName().toString().startsWith(INITIALIZING)).toList();
    } catch (IOException e) {
      throw new PostgresException("Could not list " + root, e);
    }
  }

  Path configuration() {
    return root.resolve("postgresql.conf");
  }

  Path clientAuthentication() {
    return root.resolve("pg_hba.conf");
  }

  Path certificate() {
    return root.resolve("server.crt");
  }

  Path certificateKey() {
    return root.resolve("server.key");
  }

  Path passwordFile() {
    return root.resolve("initdb.verifier");
  }

  Path logDirectory() {
    return root.resolve("log");
  }

  Path log() {
    return logDirectory().resolve("postgres.log");
  }

  boolean initialized() {
    return Files.isRegularFile(data().resolve("PG_VERSION"));
  }

  void write(Path file, String text, String permissions) {
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          java.nio.file.attribute.PosixFilePermissions.asFileAttribute(fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.setPosixFilePermissions(fresh, fromString(permissions));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PostgresException("Could not write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The length of the server's log, to be handed to {@link #logSince}. */
  long logLength() {
    try {
      return Files.size(log());
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new PostgresException("Could not read " + log(), e);
    }
  }

  /** What the server wrote since then, at most the last 4 KiB. */
  String logSince(long length) {
    try (var channel = Files.newByteChannel(log(), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      channel.position(Math.max(length, channel.size() - 4096));
      var buffer = java.nio.ByteBuffer.allocate(4096);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until full or at the end
      }
      return java.nio.charset.StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new PostgresException("Could not read " + log(), e);
    }
  }
}
