package io.rickyard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.progress.TaskProgress;
import io.rickyard.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the command works with: where output goes, what the environment and the
 * configuration file say, and the connection to the installation, opened when first needed.
 */
public final class Invocation implements AutoCloseable {
  private final Terminal out;
  private final Terminal err;
  private final Map<String, String> environment;
  private boolean json;
  private @Nullable URI url;
  private @Nullable RickyardClient client;

  /** A run with these outputs and this environment. */
  public Invocation(Terminal out, Terminal err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
  }

  /** Answers go to the standard output as JSON. */
  void useJson(boolean wanted) {
    json = wanted;
  }

  /** Another installation than the configured one is meant. */
  void useUrl(@Nullable URI other) {
    url = other;
  }

  /** Where answers go. */
  public Terminal out() {
    return out;
  }

  /** Where everything that is no answer goes. */
  public Terminal err() {
    return err;
  }

  /** Whether answers are wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** The current time. */
  public Instant now() {
    return Instant.now();
  }

  /** An environment variable, or null when it is unset or empty. */
  public @Nullable String variable(String name) {
    var value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The user's configuration file. */
  public ConfigurationFile configurationFile() {
    return ConfigurationFile.ofUser(environment);
  }

  /** What the options, the environment and the file say together, in this order. */
  public Configuration configuration() {
    var file = configurationFile().read();
    var named = url != null ? url : variableAsUrl();
    var base = file;
    if (named != null && !named.equals(file.url())) {
      // The file's token belongs to the file's installation and is shown to no other.
      base = new Configuration(named, null, null, null);
    }
    var token = variable("RICKYARD_TOKEN");
    return token == null ? base : base.withToken(token);
  }

  /** The connection to the installation, with our token. */
  public RickyardClient client() {
    var open = client;
    if (open == null) {
      var configuration = configuration();
      if (configuration.token() == null) {
        throw new CommandRefused(
            ExitCode.NOT_SIGNED_IN,
            "Not signed in to " + configuration.url() + ".",
            "Run 'rickyard login', or set RICKYARD_TOKEN; infra/up signs its own user in.");
      }
      open = new RickyardClient(configuration.url(), configuration.token());
      client = open;
    }
    return open;
  }

  /** Shows tasks: on the standard output, or beside it when that is to carry JSON. */
  public TaskProgress progress() {
    return new TaskProgress(client(), json ? err : out);
  }

  /** Prints one line of an answer. */
  public void print(String line) {
    out.out().println(line);
  }

  /** Prints JSON: laid out for a person on a terminal and for a pipe alike. */
  public void print(JsonNode node) {
    try {
      out.out()
          .println(
              RickyardClient.JSON
                  .writer(SerializationFeature.INDENT_OUTPUT)
                  .writeValueAsString(node.isMissingNode() ? RickyardClient.object() : node));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't write the answer as JSON", e);
    }
  }

  /** Prints something that is no answer: what follows, what to do next. Silent with JSON. */
  public void remark(String line) {
    if (!json) {
      err.out().println(line);
    }
  }

  @Override
  public void close() {
    var open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }

  private @Nullable URI variableAsUrl() {
    var value = variable("RICKYARD_URL");
    return value == null ? null : URI.create(value);
  }
}
