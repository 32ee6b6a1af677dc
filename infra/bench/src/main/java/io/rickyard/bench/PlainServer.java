package io.rickyard.bench;

import io.rickyard.postgres.Host;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.RunAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server as anybody makes one by hand: initdb, then pg_ctl, with what they do by themselves. */
final class PlainServer {

  private static final String PASSWORD = "bench-bench-bench-bench";

  private final PostgresBinaries binaries;
  private final RunAs runAs;
  private final Path data;
  private final Path password;

  /**
   * A server of a directory that is not there yet.
   *
   * @param work may be entered by every user
   */
  PlainServer(PostgresBinaries binaries, Path work, String name) {
    this.binaries = binaries;
    this.runAs = RunAs.choose(Host.local(), "rky-bench", List.of(work, binaries.home()));
    this.data = work.resolve(name);
    this.password = work.resolve(name + ".password");
  }

  /**
   * Makes it, and removes it again.
   *
   * @return nanoseconds until a connection was answered
   */
  long nanosUntilReady(int port) throws IOException, InterruptedException {
    runAs.create();
    Files.createDirectory(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(password, PASSWORD + "\n");
    runAs.give(data);
    long begun = System.nanoTime();
    run(
        binaries.initdb().toString(),
        "--pgdata=" + data,
        "--username=postgres",
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--data-checksums");
    pgCtl("start", "--log=" + data.resolve("server.log"), "--options=-p " + port + " -k ''");
    try (var connection =
            new Login("postgres", PASSWORD, "postgres").connect(port, Duration.ofSeconds(10));
        var statement = connection.createStatement()) {
      statement.execute("select 1");
      return System.nanoTime() - begun;
    } catch (SQLException e) {
      throw new IOException("The plain server does not answer", e);
    } finally {
      pgCtl("stop", "--mode=fast");
    }
  }

  private void pgCtl(String verb, String... more) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of(binaries.pgCtl().toString(), verb, "--wait", "--pgdata=" + data));
    command.addAll(List.of(more));
    run(command.toArray(String[]::new));
  }

  private void run(String... command) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder(runAs.command(List.of(command)))
            .directory(Path.of("/").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException(command[0] + " ended with " + status);
    }
  }
}
