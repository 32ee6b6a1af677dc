package io.rickyard.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names that only the programs started here know: a hosts file of their own, in a mount namespace
 * of their own, so that nothing on the machine changes.
 */
record PrivateHosts(Path file, String address) {

  /** One with the machine's own names and none of ours yet. */
  static PrivateHosts in(Path directory, String address) throws IOException {
    var file = directory.resolve("hosts");
    Files.copy(Path.of("/etc/hosts"), file);
    return new PrivateHosts(file, address);
  }

  /** Whether this user may mount, and unshare is there to do it with. */
  static boolean possible() throws InterruptedException {
    return Programs.succeeds("unshare", "--mount", "mount", "--bind", "/etc/hosts", "/etc/hosts");
  }

  /** Has these names lead to the address. */
  void add(String... names) throws IOException {
    Files.writeString(
        file, Files.readString(file) + "\n" + address + " " + String.join(" ", names) + "\n");
  }

  /** The same command for a program that knows the names. */
  List<String> command(String... command) {
    return command(List.of(command));
  }

  List<String> command(List<String> command) {
    return Stream.concat(
            Stream.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount --bind '%s' /etc/hosts && exec \"$@\"".formatted(file),
                "sh"),
            command.stream())
        .toList();
  }
}
