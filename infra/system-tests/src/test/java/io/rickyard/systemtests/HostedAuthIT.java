package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What a project in containers says about signing in and about its pools, by the unmodified {@code
 * supabase} CLI. The auth service's double administers SAML providers as the real one does, and
 * tells the mail that the real one would send.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostedAuthIT {

  private static final String PROJECTS = "projects.example.test";
  private static final String INVITATION =
      "<h1>Otters & rafts</h1><a href=\"{{ .ConfirmationURL }}\">in</a>";

  private static final String METADATA =
      """
      <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.test/saml">
        <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
          <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
            Location="https://idp.example.test/sso"/>
        </IDPSSODescriptor>
      </EntityDescriptor>
      """;

  private static int databases;

  private static @Nullable ContainerInstallation installation;
  private static @Nullable HostedCli cli;
  private static @Nullable Path directory;
  private static String ref = "";
  private static String provider = "";

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    HostedClients.need();
    databases = FreePort.find();
    var workspace = Workspace.create();
    directory = HostedClients.in(workspace).directory();
    installation =
        ContainerInstallation.in(
            workspace,
            Map.of(
                "RICKYARD_RUNTIME_DOCKER_RELEASE",
                "2026.08-kong",
                "RICKYARD_GATEWAY_PROJECTS_DOMAIN",
                PROJECTS,
                "RICKYARD_GATEWAY_DATABASES_PORT",
                "" + databases));
    installation().start();
    ref = installation().healthyProject("standard");
    cli = HostedCli.of(directory(), installation().local());
    write("idp.xml", METADATA);
    write("supabase/templates/invite.html", INVITATION);
    write(
        "supabase/config.toml",
        """
        project_id = "moved"

        [auth.email.template.invite]
        subject = "Come and see the otters"
        content_path = "./supabase/templates/invite.html"
        """);
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
  }

  private static void write(String path, String content) throws IOException {
    var file = directory().resolve(path);
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  /** For what takes the engine seconds: looks often enough, and leaves the machine to it. */
  private static ConditionFactory patiently() {
    return Eventually.within(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions();
  }

  private static HostedCli.Ended sso(String verb, String... more) throws Exception {
    var command = new ArrayList<>(List.of("sso", verb));
    command.addAll(List.of(more));
    command.add("--remote=" + ref);
    command.add("--yes");
    return cli().run(command.toArray(String[]::new));
  }

  private static JsonNode settings(Map<String, Object> values) {
    try (var client = installation().local().client()) {
      return client
          .patch(
              project().segment("config").segment("auth"),
              RickyardClient.JSON.<ObjectNode>valueToTree(values))
          .body();
    }
  }

  private static io.rickyard.cli.api.Path project() {
    return ContainerInstallation.project(ref);
  }

  /** What the auth service says that it would send. */
  private static JsonNode invitation() throws Exception {
    var port = installation().local().port();
    var host = ref + "." + PROJECTS;
    var said =
        Programs.run(
            "curl",
            "--silent",
            "--show-error",
            "--fail",
            "--resolve",
            "%s:%d:127.0.0.1".formatted(host, port),
            "--header",
            "apikey: " + installation().key(ref, "service_role"),
            "--data",
            "{\"email\":\"ada@example.test\"}",
            "http://%s:%d/auth/v1/invite".formatted(host, port));
    return RickyardClient.JSON.readTree(said).path("mail");
  }

  @Test
  @Order(1)
  void aTextOfAMailIsPushedFromAFileAndSent() throws Exception {
    // when
    var pushed = cli().run("config", "push", "--remote=" + ref, "--yes");

    // then
    assertThat(pushed.status()).as(pushed.output()).isZero();
    patiently()
        .untilAsserted(() -> {
          assertThat(invitation().path("subject").asText()).isEqualTo("Come and see the otters");
          assertThat(invitation().path("body").asText()).isEqualTo(INVITATION);
        });
    assertThat(cli().run("config", "diff", "--remote=" + ref).output())
        .doesNotContain("Come and see the otters");
  }

  @Test
  @Order(2)
  void noProviderIsAddedBeforeSamlIsEnabled() throws Exception {
    // when
    var refused = sso("add", "--type", "saml", "--metadata-file", "idp.xml");

    // then
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("saml_enabled");
    assertThat(sso("list").status()).isZero();
  }

  @Test
  @Order(3)
  void cliAddsListsShowsAndUpdatesAProvider() throws Exception {
    // given
    settings(Map.of("saml_enabled", true));

    // when
    var added =
        sso(
            "add",
            "--type",
            "saml",
            "--metadata-file",
            "idp.xml",
            "--domains",
            "example.com",
            "--output",
            "json");

    // then
    assertThat(added.status()).as(added.output()).isZero();
    provider = added.json().path("id").asText();
    assertThat(sso("list", "--output", "json").output())
        .contains(provider, "https://idp.example.test/saml");
    assertThat(sso("show", provider, "--metadata").output()).contains("IDPSSODescriptor");

    // when
    var updated = sso("update", provider, "--add-domains", "example.org", "--output", "json");

    // then
    assertThat(updated.status()).as(updated.output()).isZero();
    assertThat(ask("select string_agg(domain, ' ' order by domain) from auth.sso_domains"))
        .isEqualTo("example.com example.org");
    assertThat(sso("info").status()).isZero();
  }

  private static String ask(String sql) throws SQLException {
    return installation().database(ref).ask("postgres", sql);
  }

  @Test
  @Order(4)
  void theSameProviderIsNotAddedTwice() throws Exception {
    // when
    var refused = sso("add", "--type", "saml", "--metadata-file", "idp.xml");

    // then
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("already exists");
  }

  @Test
  @Order(5)
  void aRemovedProviderIsGone() throws Exception {
    // when
    var removed = sso("remove", provider);
    var again = sso("remove", provider);

    // then
    assertThat(removed.status()).as(removed.output()).isZero();
    assertThat(again.status()).isNotZero();
    assertThat(ask("select count(*) from auth.saml_providers")).isEqualTo("0");
  }

  @Test
  @Order(6)
  void passkeysWithoutTheirDomainAreTakenBackAndWithItEnabled() {
    // when
    assertThatThrownBy(() -> settings(Map.of("passkey_enabled", true)))
        .hasMessageContaining("does not run with these settings");
    var enabled =
        settings(
            Map.of(
                "passkey_enabled", true,
                "webauthn_rp_id", "example.test",
                "webauthn_rp_display_name", "Otters",
                "webauthn_rp_origins", "https://example.test"));

    // then
    assertThat(enabled.path("passkey_enabled").asBoolean()).isTrue();
  }

  @Test
  @Order(7)
  void aPoolSizeBoundsConnectionsByReferenceAndInTheStacksPooler() throws Exception {
    // given
    var password = installation().database(ref);
    var byReference = through("127.0.0.1:" + databases, password);
    var ownPooler = through(published("pooler", 5432), password);

    // when
    try (var client = installation().local().client()) {
      client.patch(
          project().segment("config").segment("database").segment("pooler"),
          RickyardClient.object().put("default_pool_size", 2));
    }

    // then
    for (var way : List.of(byReference, ownPooler)) {
      patiently()
          .untilAsserted(() -> {
            try (var _ = way.connect("postgres." + ref);
                var _ = way.connect("postgres." + ref)) {
              assertThatThrownBy(() -> way.connect("postgres." + ref))
                  .isInstanceOfSatisfying(
                      SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"));
            }
          });
    }
    var pooler =
        installation()
            .get(project().segment("config").segment("database").segment("pooler"))
            .get(0);
    assertThat(pooler.path("default_pool_size").asInt()).isEqualTo(2);
    assertThat(pooler.path("max_client_conn").asInt()).isEqualTo(2);
    assertThat(
            installation()
                .get(project().segment("config").segment("database").segment("pgbouncer"))
                .path("default_pool_size")
                .asInt())
        .isEqualTo(2);
  }

  /** Where the host publishes a port of a service. */
  private static String published(String service, int port) throws Exception {
    return Programs.run(
            "docker", "port", ContainerInstallation.container(ref, service), port + "/tcp")
        .lines()
        .findFirst()
        .orElseThrow();
  }

  private static ProjectDatabase through(String hostAndPort, ProjectDatabase known) {
    return ProjectDatabase.at(
        "postgresql://%s@%s%s"
            .formatted(
                known.address().getRawUserInfo(), hostAndPort, known.address().getRawPath()));
  }

  private static ContainerInstallation installation() {
    return requireNonNull(installation);
  }

  private static HostedCli cli() {
    return requireNonNull(cli);
  }

  private static Path directory() {
    return requireNonNull(directory);
  }
}
