package io.rickyard.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.progress.TaskProgress;
import io.rickyard.cli.terminal.Terminal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done for the person at this machine once everything runs, through the same API that
 * everybody uses. Each step looks first, so that a start that was cut short is completed by the
 * next one.
 *
 * <ol>
 *   <li>An access token for the command line, kept in the credentials file.
 *   <li>An organization, if there is none.
 *   <li>The project called demo, once.
 *   <li>Waiting, visibly, until every project that should run is seen to run.
 *   <li>A single-use link to the dashboard.
 * </ol>
 */
final class FirstRun {

  private static final String DEMO = "demo";

  private final ControlPlane plane;
  private final Secrets secrets;
  private final Console console;
  private final PrivateFile file;

  FirstRun(ControlPlane plane, DataDirectory directory, Secrets secrets, Console console) {
    this.plane = plane;
    this.secrets = secrets;
    this.console = console;
    this.file = new PrivateFile(directory.credentials());
  }

  Installation run(boolean wantsDemo) throws InterruptedException {
    var known = file.read(Credentials.class);
    var credentials = withToken(known.orElseGet(this::fresh));
    try (var client = new RickyardClient(plane.url(), credentials.token())) {
      credentials = withOrganization(client, credentials);
      var ready = new ProjectsReady(client, console);
      if (wantsDemo && credentials.demo() == null) {
        credentials = withDemo(client, credentials);
      }
      ready.await();
      ConfigurationFile.ofUser(System.getenv()).write(configuration(credentials));
      return new Installation(
          plane.url(),
          signInLink(credentials.email()),
          credentials,
          demo(client, credentials.demo()),
          ready.projects(),
          known.isEmpty());
    }
  }

  private Credentials fresh() {
    return kept(
        new Credentials(
            plane.url().toString(),
            ServiceSettings.ADMINISTRATOR,
            secrets.of("administrator-password"),
            null,
            null,
            null,
            secrets.of("publishable-key"),
            secrets.of("secret-key")));
  }

  private Credentials withToken(Credentials credentials) {
    var here =
        new Credentials(
            plane.url().toString(),
            credentials.email(),
            credentials.password(),
            credentials.token(),
            credentials.organization(),
            credentials.demo(),
            credentials.publishableKey(),
            credentials.secretKey());
    if (here.token() != null && accepted(here.token())) {
      return kept(here);
    }
    String session = signIn(here);
    try (var client = new RickyardClient(plane.url(), session)) {
      var body = RickyardClient.object().put("name", "infra/up");
      return kept(
          here.withToken(
              client.post(Path.of("/v1/access-tokens"), body).body().path("token").asText()));
    }
  }

  private boolean accepted(String token) {
    try (var client = new RickyardClient(plane.url(), token)) {
      client.get(Path.of("/v1/profile"));
      return true;
    } catch (RequestRefused e) {
      if (e.status() == 401) {
        return false;
      }
      throw e;
    }
  }

  /** A one-time code signs in also after the administrator's password was changed. */
  private String signIn(Credentials credentials) {
    try (var client = new RickyardClient(plane.auth(), null)) {
      var body =
          RickyardClient.object()
              .put("type", "magiclink")
              .put("token_hash", signInCode(credentials.email()));
      return client.post(Path.of("/verify"), body).body().path("access_token").asText();
    }
  }

  private URI signInLink(String email) {
    return plane.url().resolve("/#token_hash=" + signInCode(email));
  }

  private String signInCode(String email) {
    var asked =
        RickyardClient.object()
            .put("service", "launcher")
            .put("secret", secrets.of("internal-launcher"));
    try (var open = new RickyardClient(plane.auth(), null)) {
      String token =
          open.post(Path.of("/internal/service-token"), asked)
              .body()
              .path("internal_token")
              .asText();
      try (var client = new RickyardClient(plane.auth(), token)) {
        var body = RickyardClient.object().put("email", email);
        return client.post(Path.of("/internal/sign-in-codes"), body).body().path("code").asText();
      }
    }
  }

  private Credentials withOrganization(RickyardClient client, Credentials credentials) {
    if (credentials.organization() != null) {
      return credentials;
    }
    var organizations = client.get(Path.of("/v1/organizations"));
    var first =
        organizations.isEmpty()
            ? client
                .post(Path.of("/v1/organizations"), RickyardClient.object().put("name", "Home"))
                .body()
            : organizations.get(0);
    return kept(credentials.withOrganization(first.path("slug").asText(first.path("id").asText())));
  }

  private Credentials withDemo(RickyardClient client, Credentials credentials)
      throws InterruptedException {
    var existing = named(client, DEMO);
    if (existing.isPresent()) {
      return kept(credentials.withDemo(existing.get().path("ref").asText()));
    }
    ObjectNode body =
        RickyardClient.object()
            .put("name", DEMO)
            .put("organization_slug", credentials.organization())
            .put("profile", "database");
    var answer = client.post(Path.of("/v1/projects"), body);
    var kept = kept(credentials.withDemo(answer.body().path("ref").asText()));
    String task = answer.acceptedTask();
    if (task != null) {
      console.line("");
      new TaskProgress(client, Terminal.standardError())
          .follow(task, "project " + DEMO, answer.position());
    }
    return kept;
  }

  private static Optional<JsonNode> named(RickyardClient client, String name) {
    var found = new ArrayList<JsonNode>();
    client.get(Path.of("/v1/projects")).forEach(found::add);
    return found.stream().filter(project -> project.path("name").asText().equals(name)).findFirst();
  }

  private Installation.@Nullable Project demo(RickyardClient client, @Nullable String ref) {
    if (ref == null) {
      return null;
    }
    try {
      var path = Path.of("/v1/projects").segment(ref);
      var project = client.get(path);
      var keys = new LinkedHashMap<String, String>();
      for (var key : client.get(Path.of(path + "/api-keys").query("reveal", "true"))) {
        keys.put(
            key.path("name").asText() + "_" + key.path("type").asText("legacy"),
            key.path("api_key").asText());
      }
      var connection = client.get(Path.of(path + "/connection").query("reveal", "true"));
      return new Installation.Project(
          ref,
          project.path("name").asText(),
          project.path("status").asText(),
          connection.path("connection_string").asText(null),
          keys);
    } catch (RequestRefused e) {
      if (e.status() == 404) {
        return null; // it was deleted since
      }
      throw e;
    }
  }

  private Configuration configuration(Credentials credentials) {
    return new Configuration(
        plane.url(), credentials.token(), credentials.organization(), file.path().toString());
  }

  private Credentials kept(Credentials credentials) {
    file.write(credentials);
    return credentials;
  }
}
