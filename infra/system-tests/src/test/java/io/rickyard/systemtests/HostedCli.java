package io.rickyard.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The unmodified {@code supabase} command line, pointed at an installation by a profile file.
 *
 * @param wrapped makes its command line one that is run in other surroundings
 * @param environment what it is told besides
 */
record HostedCli(
    Path directory,
    Path profile,
    String token,
    UnaryOperator<List<String>> wrapped,
    Map<String, String> environment) {

  /** One with the profile that {@code rickyard supabase-profile} writes. */
  static HostedCli of(Path directory, LocalInstallation installation)
      throws IOException, InterruptedException {
    var profile = directory.resolve("rickyard.yaml");
    var written = installation.cli("supabase-profile", "--output", profile.toString());
    if (written.status() != 0) {
      throw new IOException(written.error());
    }
    return new HostedCli(
        directory, profile, installation.token(), UnaryOperator.identity(), Map.of());
  }

  /**
   * How a command ended.
   *
   * @param status its exit code
   * @param result what it wrote to standard output
   * @param remarks what it wrote to standard error
   */
  record Ended(int status, String result, String remarks) {
    /** Its result as JSON; some commands write a sentence before it. */
    JsonNode json() throws IOException {
      return RickyardClient.JSON.readTree(result.substring(Math.max(0, result.indexOf('{'))));
    }

    /** All that a person sees. */
    String output() {
      return result + remarks;
    }
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                directory.resolve("node_modules/.bin/supabase").toString(),
                "--profile",
                profile.toString()));
    command.addAll(List.of(arguments));
    var result = Files.createTempFile(directory, "result", ".txt");
    var remarks = Files.createTempFile(directory, "remarks", ".txt");
    var builder =
        new ProcessBuilder(wrapped.apply(command))
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(remarks.toFile())
            .redirectOutput(result.toFile());
    var environment = builder.environment();
    environment.put("HOME", directory.toString());
    environment.put("SUPABASE_HOME", directory.resolve("supabase-home").toString());
    environment.put("SUPABASE_ACCESS_TOKEN", token);
    environment.put("SUPABASE_NO_KEYRING", "1");
    environment.put("SUPABASE_TELEMETRY_DISABLED", "1");
    environment.put("SUPABASE_NO_UPDATE_NOTIFIER", "1");
    environment.put("DO_NOT_TRACK", "1");
    environment.put("CI", "1");
    environment.putAll(this.environment);
    int status = builder.start().waitFor();
    return new Ended(status, Files.readString(result), Files.readString(remarks));
  }
}
