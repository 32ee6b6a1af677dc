package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.DomainName;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.project.OwnDomains;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Domains that projects brought along. */
class OwnDomainsTest {

  private static ProjectEdge edge;

  @BeforeAll
  static void start() {
    edge =
        new ProjectEdge(Map.of("rickyard.gateway.hosts", "localhost,127.0.0.1,rickyard.own.test"));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static void route(String domain, String ref) {
    edge.installation()
        .org
        .service()
        .on("GET /domains/" + domain, _ -> Reply.json(200, Map.of("project", ref)));
  }

  private static String projectThatTellsWhatItSees() throws IOException {
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, ProjectEdge.seen(exchange)));
    return edge.projectAt(server.getAddress().getPort());
  }

  private static long lookups(String domain) {
    return edge.installation().org.service().asked("GET /domains/" + domain).size();
  }

  @Test
  void requestsForADomainGoToTheProjectThatHasIt() throws IOException {
    // given
    route("api.one.test", projectThatTellsWhatItSees());

    // when
    var answer = edge.askHost("api.one.test:8443", "GET /rest/v1/x");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("GET /rest/v1/x\n", "host=[api.one.test:8443]\n")
        .contains("x-forwarded-host=[api.one.test:8443]\n");
  }

  @Test
  void whatIsOursIsTakenOutUnderADomainToo() throws IOException {
    // given
    route("cookies.one.test", projectThatTellsWhatItSees());

    // when
    var answer =
        edge.askHost(
            "cookies.one.test\r\nCookie: rickyard-session=rks_1; own=2"
                + "\r\nAuthorization: Bearer "
                + AuthDouble.ADA,
            "GET /");

    // then
    assertThat(answer).contains("cookie=[own=2]").doesNotContain("rks_1", "sbp_");
  }

  @Test
  void aDomainThatIsNobodysIsAnUnknownHost() throws IOException {
    assertThat(edge.askHost("nobodys.test", "GET /"))
        .startsWith("HTTP/1.1 421")
        .contains("unknown_host");
  }

  @Test
  void whatWasSaidIsRememberedUntilAnEventTellsOfAChange() throws IOException {
    // given
    var remembered = "remembered.test";
    edge.askHost(remembered, "GET /");
    edge.askHost(remembered, "GET /");
    assertThat(lookups(remembered)).isEqualTo(1);
    route(remembered, projectThatTellsWhatItSees());

    // when
    edge.installation()
        .gateway()
        .context()
        .getBean(OwnDomains.class)
        .forget(new DomainName(remembered));

    // then
    assertThat(edge.askHost(remembered, "GET /")).startsWith("HTTP/1.1 200");
    assertThat(lookups(remembered)).isEqualTo(2);
  }

  @Test
  void whenNobodyCanBeAskedTheCallerIsToldToComeBack() throws IOException {
    // given
    edge.installation()
        .org
        .service()
        .on("GET /domains/away.test", _ -> Reply.problem(500, "internal_error", "broken"));

    // then
    assertThat(edge.askHost("away.test", "GET /"))
        .startsWith("HTTP/1.1 503")
        .contains("service_unavailable");
  }

  @Test
  void requestsBehindOneThatIsLookedUpWaitForTheirTurn() throws IOException {
    // given
    var ref = projectThatTellsWhatItSees();
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    edge.installation()
        .org
        .service()
        .on(
            "GET /domains/slow.test",
            _ -> {
              asked.countDown();
              ProjectEdge.await(go);
              return Reply.json(200, Map.of("project", ref));
            });

    try (var caller = edge.caller()) {
      // when
      caller.say(
          "POST /one HTTP/1.1\r\nHost: slow.test\r\nContent-Length: 4\r\n\r\nbody"
              + "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
              + "GET /two HTTP/1.1\r\nHost: slow.test\r\nConnection: close\r\n\r\n");
      ProjectEdge.await(asked);
      go.countDown();

      // then
      assertThat(caller.hearAll())
          .containsSubsequence("POST /one", "body", "\"status\"", "GET /two");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "rickyard.own.test",
        "below.rickyard.own.test",
        "rickyard.example.test",
        "x.projects.example.test",
        "projects.example.test",
        "127.0.0.1",
        "CAPITALS.test",
        "trailing.test."
      })
  void aNameOfTheInstallationIsNeverLookedUp(String host) throws IOException {
    // when
    edge.askHost(host, "GET /v1/health");

    // then
    assertThat(edge.installation().org.service().asked())
        .noneMatch(asked -> asked.path().equalsIgnoreCase("/domains/" + host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rickyard.own.test",
        "Below.Rickyard.Own.test",
        "x.projects.example.test",
        "projects.example.test",
        "rickyard.example.test",
        "api.localhost"
      })
  void aNameOfTheInstallationIsNoProjectsToClaim(String name) {
    // when
    var answer =
        Caller.with(edge.installation().url(), AuthDouble.ADA)
            .post("/v1/projects/abcdefghijklmnopqrst/domains", "{\"name\":\"" + name + "\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "a b.test", "https://a.test", "10.0.0.1", "*.a.test"})
  void whatIsNoDomainIsRefused(String name) {
    // when
    var answer =
        Caller.with(edge.installation().url(), AuthDouble.ADA)
            .post("/v1/projects/abcdefghijklmnopqrst/domains", "{\"name\":\"" + name + "\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void claimsGoToOrgServiceInTheCallersName() {
    // given
    var path = "/projects/abcdefghijklmnopqrst/domains";
    var org = edge.installation().org.service();
    org.on("POST " + path, _ -> Reply.json(201, Map.of("state", "pending")));
    org.on(
        "POST " + path + "/api.two.test/verify", _ -> Reply.json(200, Map.of("state", "active")));
    org.on("DELETE " + path + "/api.two.test", _ -> Reply.empty(204));
    var ada = Caller.with(edge.installation().url(), AuthDouble.ADA);

    // then
    assertThat(ada.post("/v1" + path, "{\"name\":\"API.two.test\"}").status()).isEqualTo(201);
    assertThat(ada.send("POST", "/v1" + path + "/api.two.test/verify", null).status())
        .isEqualTo(200);
    assertThat(ada.send("DELETE", "/v1" + path + "/api.two.test", null).status()).isEqualTo(204);
    assertThat(org.asked("POST " + path).getLast().json().path("name").asText())
        .isEqualTo("api.two.test");
    assertThat(org.asked("POST " + path).getLast().headers().get("authorization"))
        .isEqualTo("Bearer internal-" + AuthDouble.ADA_ID);
  }
}
