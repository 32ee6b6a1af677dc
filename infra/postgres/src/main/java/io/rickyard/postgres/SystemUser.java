package io.rickyard.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A system user added for one server. It has an entry in passwd (initdb wants a name), no home, no
 * shell, and a comment by which we know our own: no other user is ever removed.
 */
public record SystemUser(String name) implements RunAs {

  static final String COMMENT = "Rickyard PostgreSQL server";

  private static final Path PASSWD = Path.of("/etc/passwd");
  private static final Pattern NAME = Pattern.compile("rky-[a-z0-9-]{1,28}");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 40;
  private static final Duration PAUSE = Duration.ofMillis(50);

  // userdel's and useradd's exit codes; 1 is a lock on passwd held by another of their kind.
  private static final int PASSWD_BUSY = 1;
  private static final int NO_SUCH_USER = 6;
  private static final int USER_BUSY = 8;
  private static final int NAME_TAKEN = 9;
  private static final int GROUP_BUSY = 10;

  public SystemUser {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A system user's name is rky- and up to 28 letters, digits or hyphens: " + name);
    }
  }

  /** A line of passwd. */
  private record Entry(int uid, int gid, String comment) {}

  @Override
  public List<String> command(List<String> program) {
    var entry = entry();
    return Stream.concat(
            Stream.of(
                "setpriv",
                "--reuid=" + entry.uid(),
                "--regid=" + entry.gid(),
                "--clear-groups",
                "--no-new-privs",
                "--"),
            program.stream())
        .toList();
  }

  @Override
  public boolean isolated() {
    return true;
  }

  @Override
  public void create() {
    var known = find();
    if (known.isPresent()) {
      requireOurs(known.get());
      return;
    }
    repeatWhileBusy(
        List.of(
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir=/nonexistent",
            "--shell=/bin/false",
            "--comment=" + COMMENT,
            name),
        NAME_TAKEN);
    requireOurs(entry());
  }

  @Override
  public void give(Path path) {
    try {
      ownership().of(path);
    } catch (IOException e) {
      throw new PostgresException("Could not give " + path + " to " + name, e);
    }
  }

  @Override
  public void giveTree(Path directory) {
    try {
      ownership().ofTree(directory);
    } catch (IOException e) {
      throw new PostgresException("Could not give " + directory + " to " + name, e);
    }
  }

  private Ownership ownership() {
    var entry = entry();
    return new Ownership(entry.uid(), entry.gid());
  }

  @Override
  public void remove() {
    var known = find();
    if (known.isEmpty()) {
      return;
    }
    requireOurs(known.get());
    repeatWhileBusy(List.of("userdel", name), NO_SUCH_USER);
  }

  private void repeatWhileBusy(List<String> command, int alsoFine) {
    var outcome = Program.run(command, TIMEOUT);
    for (int attempt = 1; attempt < ATTEMPTS && busy(outcome.exitCode()); attempt++) {
      Pause.of(PAUSE);
      outcome = Program.run(command, TIMEOUT);
    }
    if (!outcome.succeeded() && outcome.exitCode() != alsoFine) {
      throw new PostgresException(
          "%s %s failed with exit code %d: %s"
              .formatted(command.getFirst(), name, outcome.exitCode(), outcome.output()));
    }
  }

  private static boolean busy(int exitCode) {
    return exitCode == PASSWD_BUSY || exitCode == USER_BUSY || exitCode == GROUP_BUSY;
  }

  private void requireOurs(Entry entry) {
    if (!entry.comment().equals(COMMENT) || entry.uid() == 0) {
      throw new PostgresException(
          "The system user %s exists but was not added by Rickyard.".formatted(name));
    }
  }

  private Entry entry() {
    return find().orElseThrow(() -> new PostgresException("There is no system user " + name + "."));
  }

  private Optional<Entry> find() {
    try (var lines = Files.lines(PASSWD, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.split(":", -1))
          .map(fields ->
              new Entry(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[4]))
          .findFirst();
    } catch (IOException e) {
      throw new PostgresException("Could not read " + PASSWD, e);
    }
  }

  /** The names of all users that {@link #create} ever added and nobody removed. */
  public static List<String> known() {
    try (var lines = Files.lines(PASSWD, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 4 && fields[4].equals(COMMENT))
          .map(fields -> fields[0])
          .filter(user -> NAME.matcher(user).matches())
          .toList();
    } catch (IOException e) {
      throw new PostgresException("Could not read " + PASSWD, e);
    }
  }
}
