package io.rickyard.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The hosted platform's own clients, unmodified, as npm has them.
 *
 * @param directory where they are, and where they are run
 * @param node what runs those that are scripts
 */
record HostedClients(Path directory, Path node) {

  private static final List<String> NODE = List.of("node", "nodejs");

  /** Skips the tests, or fails them, where there is no Node. */
  static void need() {
    Programs.need(
        Programs.find(NODE.toArray(String[]::new)).isPresent() && Programs.find("npm").isPresent(),
        "RICKYARD_REQUIRE_NODE",
        "node and npm on the PATH");
  }

  /** Installs them, with these scripts of {@code hosted-clients} beside them. */
  static HostedClients in(Workspace workspace, String... scripts)
      throws IOException, InterruptedException {
    var directory = Files.createDirectory(workspace.path().resolve("clients"));
    SupabaseJsPage.install(
        directory,
        Programs.find("npm").orElseThrow(),
        "/hosted-clients/",
        Stream.concat(Stream.of("package.json"), Stream.of(scripts)).toList());
    return new HostedClients(directory, Programs.find(NODE.toArray(String[]::new)).orElseThrow());
  }
}
