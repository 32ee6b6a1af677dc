package io.rickyard.cli.command;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes what points the hosted platform's {@code supabase} command at this installation: a flat
 * mapping, which that command reads as YAML.
 */
@Command(
    name = "supabase-profile",
    description = {
      "Write a profile for the supabase command line.",
      "Use it with 'supabase --profile FILE', or name FILE in SUPABASE_PROFILE; the token goes"
          + " into SUPABASE_ACCESS_TOKEN and is never written."
    })
public final class SupabaseProfile implements Callable<Integer> {

  private static final String NAME = "rickyard";

  private final Invocation invocation;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to; its name has to end in .yaml, .yml or .json. Else it is printed.")
  private @Nullable Path output;

  @Option(
      names = "--project-host",
      paramLabel = "DOMAIN",
      description =
          "The domain that projects are reached under, as <ref>.DOMAIN, where it is not"
              + " the installation's own host.")
  private @Nullable String projectHost;

  /** A command that works with this invocation. */
  public SupabaseProfile(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var url = invocation.configuration().url();
    var host = projectHost == null ? url.getHost() : projectHost;
    if (invocation.json()) {
      invocation.print(
          RickyardClient.object()
              .put("name", NAME)
              .put("api_url", url.toString())
              .put("dashboard_url", url.toString())
              .put("project_host", host));
      return ExitCode.OK.number();
    }
    var profile =
        """
        name: %s
        api_url: %s
        dashboard_url: %s
        project_host: %s
        """
            .formatted(NAME, url, url, host);
    if (output == null) {
      invocation.print(profile.strip());
    } else {
      write(output, profile);
      invocation.print("Written. Try: supabase --profile " + output + " projects list");
    }
    return ExitCode.OK.number();
  }

  private static void write(Path file, String profile) {
    var name = String.valueOf(file.getFileName());
    if (!name.matches(".*\\.(yaml|yml|json)")) {
      throw new CommandRefused(
          ExitCode.USAGE,
          "The supabase command reads no profile from a file named " + name + ".",
          "Let its name end in .yaml.");
    }
    try {
      Files.writeString(file, profile);
    } catch (IOException e) {
      throw new CommandRefused(
          ExitCode.FAILED, file + " cannot be written: " + e.getMessage(), "Choose another place.");
    }
  }
}
