package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.terminal.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How to reach a project: its keys and its database. */
final class ProjectAccess {
  private ProjectAccess() {}

  /** The keys of a project. */
  @Command(name = "keys", description = "Show a project's API keys.")
  static final class Keys implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PROJECT", description = "Its reference or name.")
    private String project = "";

    @Option(
        names = "--reveal",
        description = "Show them in full. This is recorded in the audit trail.")
    private boolean reveal;

    Keys(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      var ref = new Directory(invocation).project(project);
      var path = Path.of("/v1/projects").segment(ref).segment("api-keys");
      var keys = invocation.client().get(reveal ? path.query("reveal", "true") : path);
      if (invocation.json()) {
        invocation.print(keys);
        return ExitCode.OK.number();
      }
      var table = new Table(invocation.out(), "NAME", "TYPE", "KEY");
      elements(keys)
          .forEach(key -> table.row(text(key, "name"), text(key, "type"), text(key, "api_key")));
      table.print();
      if (!reveal) {
        invocation.remark(
            "Show them in full with: rickyard projects keys " + project + " --reveal");
      }
      return ExitCode.OK.number();
    }
  }

  /** The database of a project. */
  @Command(
      name = "connect",
      description = "Print a project's connection string and environment, or open psql.")
  static final class Connect implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PROJECT", description = "Its reference or name.")
    private String project = "";

    @Option(names = "--psql", description = "Open psql instead of printing.")
    private boolean psql;

    @Option(names = "--no-password", description = "Leave the password out.")
    private boolean withoutPassword;

    @Option(
        names = "--direct",
        description =
            "The address of the project's own server, also where there is one for all projects.")
    private boolean direct;

    Connect(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
      var ref = new Directory(invocation).project(project);
      var path = Path.of("/v1/projects").segment(ref).segment("connection");
      var connection =
          invocation.client().get(withoutPassword ? path : path.query("reveal", "true"));
      if (!psql && invocation.json()) {
        invocation.print(connection);
        return ExitCode.OK.number();
      }
      var byReference = connection.path("by_reference");
      var address = direct || !byReference.isObject() ? connection : byReference;
      var environment = environment(address, connection.path("password").asText(null));
      if (psql) {
        return open(environment);
      }
      invocation.print(text(address, "connection_string"));
      environment.forEach(
          (name, value) -> invocation.print("export " + name + "=" + quoted(value)));
      invocation.remark("Open it with: rickyard projects connect " + project + " --psql");
      return ExitCode.OK.number();
    }

    private int open(Map<String, String> environment) throws InterruptedException {
      var process = new ProcessBuilder(List.of("psql")).inheritIO();
      process.environment().putAll(environment);
      try {
        return process.start().waitFor();
      } catch (IOException e) {
        throw new CommandRefused(
            ExitCode.FAILED,
            "psql can't be started: " + e.getMessage(),
            "Install PostgreSQL's client (postgresql-client, libpq), or use the connection string: rickyard projects connect "
                + project);
      }
    }

    private static Map<String, String> environment(JsonNode address, @Nullable String password) {
      var variables = new LinkedHashMap<String, String>();
      put(variables, "PGHOST", address.path("host").asText(null));
      put(variables, "PGPORT", address.path("port").asText(null));
      put(variables, "PGDATABASE", address.path("database").asText(null));
      put(variables, "PGUSER", address.path("user").asText(null));
      put(variables, "PGPASSWORD", password);
      return variables;
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
      if (value != null) {
        variables.put(name, value);
      }
    }

    private static String quoted(String value) {
      return "'" + value.replace("'", "'\\''") + "'";
    }
  }
}
