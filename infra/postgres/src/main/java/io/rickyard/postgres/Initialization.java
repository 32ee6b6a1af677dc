package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of initdb, or a spare data directory in its place: beside its goal, and renamed when it
 * is done, so that a data directory is whole or not there. initdb takes a SCRAM verifier where it
 * expects a password; none is ever written.
 */
final class Initialization {

  private static final Duration INITDB = Duration.ofMinutes(3);

  private final PostgresBinaries binaries;
  private final ServerLayout layout;
  private final RunAs runAs;
  private final @Nullable SpareCluster spare;

  Initialization(
      PostgresBinaries binaries, ServerLayout layout, RunAs runAs, @Nullable SpareCluster spare) {
    this.binaries = binaries;
    this.layout = layout;
    this.runAs = runAs;
    this.spare = spare;
  }

  void run(String superuser, ScramVerifier verifier) {
    try {
      AbandonedInitdb.clear(layout);
      runAs.create();
      if (!Files.isDirectory(layout.logDirectory())) {
        directoryOfServer(layout.logDirectory());
      }
      var fresh = layout.initializing();
      if (spare != null && spare.moveTo(fresh)) {
        take(superuser, verifier, fresh);
      } else {
        initdb(superuser, verifier, directoryOfServer(fresh));
      }
      Files.move(fresh, layout.data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PostgresException(
          "Could not create a data directory in " + layout.root() + ": " + e.getMessage(), e);
    }
  }

  /** Whose it is now is written to the disk as well, not only what PostgreSQL writes itself. */
  private void take(String superuser, ScramVerifier verifier, Path fresh) {
    runAs.giveTree(fresh);
    new SingleUser(binaries, runAs, fresh).password(superuser, verifier);
    if (runAs instanceof SystemUser) {
      var sync = Program.run(List.of("sync", "--file-system", fresh.toString()), INITDB);
      if (!sync.succeeded()) {
        throw new PostgresException("Could not write to the disk: " + sync.output());
      }
    }
  }

  private void initdb(String superuser, ScramVerifier verifier, Path fresh) throws IOException {
    var password = layout.passwordFile();
    layout.write(password, verifier.text() + "\n", "rw-------");
    runAs.give(password);
    var outcome = Program.run(runAs.command(command(superuser, fresh, password)), INITDB);
    Files.deleteIfExists(password);
    if (!outcome.succeeded()) {
      throw new PostgresException("initdb failed: " + outcome.output());
    }
  }

  private List<String> command(String superuser, Path data, Path password) {
    return List.of(
        binaries.initdb().toString(),
        "--pgdata=" + data,
        "--username=" + superuser,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--sync-method=" + binaries.syncMethod(),
        "--no-instructions");
  }

  /** A directory that belongs to the server's user, and to nobody else. */
  private Path directoryOfServer(Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, fromString("rwx------"));
    runAs.give(directory);
    return directory;
  }
}
