package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who administers the installation, and how they come and go. */
class AdministratorIT {

  private static final String BEN = "ben@example.com";
  private static final String ALL = "/internal/administrators";

  private TestInstallation installation;
  private AuthClient client;

  @BeforeEach
  void start() {
    installation = new TestInstallation();
    client = installation.client();
    installation.newUser(BEN);
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void firstUserIsOneAndTheirTokensSaySo() throws IOException {
    // given
    String access = installation.signedIn().text("access_token");

    // when
    var exchanged = client.exchange(access);
    var handle = client.post("/internal/browser-sessions", Map.of("access_token", access), null);

    // then
    assertThat(exchanged.body().path("administrator").asBoolean()).isTrue();
    assertThat(claims(exchanged.text("internal_token")).path("administrator").asBoolean()).isTrue();
    assertThat(handle.body().path("administrator").asBoolean()).isTrue();
    assertThat(client.exchange(handle.text("handle")).body().path("administrator").asBoolean())
        .isTrue();
    assertThat(emails(ada())).containsExactly(TestInstallation.EMAIL);
  }

  @Test
  void madeOneCountsFromTheNextExchangeOnAndUnmadeOneNoMore() {
    // given
    String token = token(ben());
    boolean before = administers(token);

    // when
    var made = client.put(ALL + "/" + BEN, "", ada());
    boolean between = administers(token);
    var unmade = client.delete(ALL + "/" + made.text("id"), ada());

    // then
    assertThat(before).isFalse();
    assertThat(made.status()).isEqualTo(200);
    assertThat(between).isTrue();
    assertThat(unmade.status()).isEqualTo(204);
    assertThat(administers(token)).isFalse();
    assertThat(client.get(ALL, ben()).status()).isEqualTo(403);
  }

  @Test
  void limitedTokenOfAnAdministratorIsNone() {
    // given
    String limited =
        client.internal(
            client
                .post(
                    "/internal/access-tokens",
                    Map.of("name", "limited", "scopes", List.of("project.read")),
                    ada())
                .text("token"));

    // then
    assertThat(client.get(ALL, limited).status()).isEqualTo(403);
    assertThat(client.put(ALL + "/" + BEN, "", limited).status()).isEqualTo(403);
    assertThat(client.get(ALL, installation.gateway()).status()).isEqualTo(403);
  }

  @Test
  void nobodyElseMakesOrUnmakesAnybody() {
    assertThat(client.put(ALL + "/" + BEN, "", ben()).status()).isEqualTo(403);
    assertThat(client.delete(ALL + "/" + TestInstallation.EMAIL, ben()).status()).isEqualTo(403);
    assertThat(client.get(ALL, ben()).status()).isEqualTo(403);
    assertThat(client.get(ALL, null).status()).isEqualTo(401);
  }

  @Test
  void lastOneStays() {
    // when
    var unmade = client.delete(ALL + "/" + TestInstallation.EMAIL, ada());

    // then
    assertThat(unmade.status()).isEqualTo(409);
    assertThat(emails(ada())).containsExactly(TestInstallation.EMAIL);
  }

  @Test
  void ofTwoWhoUnmakeEachOtherOneStays() throws Exception {
    // given
    client.put(ALL + "/" + BEN, "", ada());
    String ada = ada();
    String ben = ben();

    // when
    List<Integer> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads
              .invokeAll(
                  Stream.<Callable<Integer>>of(
                          () -> client.delete(ALL + "/" + BEN, ada).status(),
                          () -> client.delete(ALL + "/" + TestInstallation.EMAIL, ben).status())
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(answers).containsExactlyInAnyOrder(204, 409);
  }

  @Test
  void whoeverIsNotThereOrHasNoConfirmedAddressIsNotMade() {
    // given
    client.post(
        "/admin/users",
        Map.of("email", "new@example.com", "password", "a fine password", "email_confirm", false),
        TestInstallation.SECRET_KEY);

    // then
    assertThat(client.put(ALL + "/new@example.com", "", ada()).status()).isEqualTo(409);
    assertThat(client.put(ALL + "/nobody@example.com", "", ada()).status()).isEqualTo(404);
    assertThat(client.put(ALL + "/not-an-id", "", ada()).status()).isEqualTo(404);
    assertThat(client.delete(ALL + "/" + BEN, ada()).status()).isEqualTo(404);
  }

  @Test
  void settingsNameThemAtStartAndAccountsWithoutConfirmedAddressWait() {
    // given
    client.post(
        "/admin/users",
        Map.of("email", "new@example.com", "password", "a fine password", "email_confirm", false),
        TestInstallation.SECRET_KEY);
    var settings = TestInstallation.settings(installation.database(), installation.broker());
    settings.put(
        "rickyard.installation.administrators",
        List.of(" Ben@Example.com", "new@example.com", "nobody@example.com"));

    // when
    AuthService.start(settings).close();

    // then
    assertThat(emails(ada())).containsExactly(TestInstallation.EMAIL, BEN);
  }

  @Test
  void upgradeFindsTheFirstUserAgain() throws SQLException {
    // given
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement()) {
      statement.execute("update auth.users set administrator = false");
    }

    // when
    AuthService.start(TestInstallation.settings(installation.database(), installation.broker()))
        .close();

    // then
    assertThat(emails(ada())).containsExactly(TestInstallation.EMAIL);
  }

  @Test
  void changesAreAudited() {
    // when
    String id = client.put(ALL + "/" + BEN, "", ada()).text("id");
    client.put(ALL + "/" + BEN, "", ada());
    client.delete(ALL + "/" + BEN, ada());

    // then
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(audited())
                .containsExactly("administrator.make " + id, "administrator.unmake " + id));
  }

  private String ada() {
    return client.internal(installation.signedIn().text("access_token"));
  }

  private String ben() {
    return client.internal(client.signIn(BEN, "password of " + BEN).text("access_token"));
  }

  private String token(String person) {
    return client.post("/internal/access-tokens", Map.of("name", "t"), person).text("token");
  }

  private boolean administers(String token) {
    return client.exchange(token).body().path("administrator").asBoolean();
  }

  private List<String> emails(String caller) {
    return client
        .get(ALL, caller)
        .body()
        .path("data")
        .valueStream()
        .map(one -> one.path("email").asText())
        .toList();
  }

  private List<String> audited() throws SQLException {
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select action || ' ' || target from auth.audit"
                    + " where action like 'administrator.%' order by at, action")) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static JsonNode claims(String token) throws IOException {
    return ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
