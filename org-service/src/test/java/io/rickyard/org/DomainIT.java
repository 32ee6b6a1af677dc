package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.NameServerDouble;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainIT {

  private final UUID ada = UUID.randomUUID();
  private final UUID eve = UUID.randomUUID();
  private final UUID root = UUID.randomUUID();
  private final NameServerDouble names = new NameServerDouble();
  private OrgServer server;
  private String shop = "";
  private String trap = "";
  private String domain = "";

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database,
            broker,
            directory,
            Map.of(
                "rickyard.runtime.process.shared-trust",
                true,
                "rickyard.domains.name-server",
                names.address()));
    server.administrates(root);
  }

  @BeforeEach
  void found() {
    shop = server.project(ada, server.organization(ada, "acme"));
    trap = server.project(eve, server.organization(eve, "evil"));
    domain = "api.d" + UUID.randomUUID().toString().replace("-", "") + ".test";
  }

  @AfterAll
  void stop() {
    server.close();
    names.close();
  }

  private OrgServer.Answer claim(UUID user, String project) {
    return server.post(user, "/projects/" + project + "/domains", Map.of("name", domain));
  }

  private OrgServer.Answer verify(UUID user, String project) {
    return server.post(user, one(project) + "/verify", Map.of());
  }

  private String one(String project) {
    return "/projects/" + project + "/domains/" + domain;
  }

  private OrgServer.Answer route() {
    return server.getAsGateway("/domains/" + domain);
  }

  /** Does what the answer to a claim asks for. */
  private void publish(OrgServer.Answer claimed, String... more) {
    var says = new String[more.length + 1];
    System.arraycopy(more, 0, says, 0, more.length);
    says[more.length] = claimed.text("/proof/value");
    names.publish(claimed.text("/proof/name"), says);
  }

  private OrgServer.Answer prove(UUID user, String project) {
    publish(claim(user, project));
    return verify(user, project);
  }

  @Test
  void aClaimRoutesNothingBeforeItIsProved() {
    // when
    var claimed = claim(ada, shop);

    // then
    assertThat(claimed.status()).isEqualTo(201);
    assertThat(claimed.text("/state")).isEqualTo("pending");
    assertThat(claimed.text("/proof/type")).isEqualTo("TXT");
    assertThat(claimed.text("/proof/name")).isEqualTo("_rickyard." + domain);
    assertThat(route().status()).isEqualTo(404);
    assertThat(verify(ada, shop).text("/code")).isEqualTo("domain_not_proved");
    assertThat(route().status()).isEqualTo(404);
  }

  @Test
  void theRecordThatTheClaimNamesProvesIt() {
    // given
    publish(claim(ada, shop), "v=spf1 -all", "rickyard-project=0000");

    // when
    var proved = verify(ada, shop);

    // then
    assertThat(proved.status()).as(proved.body().toString()).isEqualTo(200);
    assertThat(proved.text("/state")).isEqualTo("active");
    assertThat(proved.text("/verified_by")).isEqualTo("dns");
    assertThat(route().text("/project")).isEqualTo(shop);
    assertThat(verify(ada, shop).body()).isEqualTo(proved.body());
  }

  @Test
  void repeatingAClaimAsksForTheSameRecord() {
    assertThat(claim(ada, shop).body()).isEqualTo(claim(ada, shop).body());
  }

  @Test
  void anotherProjectsRecordProvesNothing() {
    // given
    publish(claim(ada, shop));
    claim(eve, trap);

    // when
    var refused = verify(eve, trap);

    // then
    assertThat(refused.text("/code")).isEqualTo("domain_not_proved");
    assertThat(route().status()).isEqualTo(404);
  }

  @Test
  void aClaimAloneKeepsNobodyOut() {
    // given
    claim(eve, trap);

    // when
    prove(ada, shop);

    // then
    assertThat(route().text("/project")).isEqualTo(shop);
  }

  @Test
  void aDomainBelongsToOneProjectUntilThatGivesItUp() {
    // given
    prove(ada, shop);

    // when
    var refused = prove(eve, trap);

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("domain_taken");
    assertThat(refused.body().toString()).doesNotContain(shop);
    assertThat(route().text("/project")).isEqualTo(shop);
    assertThat(server.delete(ada, one(shop)).status()).isEqualTo(204);
    assertThat(route().status()).isEqualTo(404);
    assertThat(verify(eve, trap).status()).isEqualTo(200);
    assertThat(route().text("/project")).isEqualTo(trap);
  }

  @Test
  void ofTwoThatProveAtOnceOneHasIt() throws Exception {
    // given
    var first = claim(ada, shop);
    var second = claim(eve, trap);
    publish(first, second.text("/proof/value"));
    Callable<OrgServer.Answer> one = () -> verify(ada, shop);
    Callable<OrgServer.Answer> other = () -> verify(eve, trap);

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(List.of(one, other));
    }

    // then
    assertThat(answers)
        .extracting(answer -> answer.resultNow().status())
        .containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void nameServersThatGiveNoAnswerProveNothing() {
    // given
    publish(claim(ada, shop));
    names.refuse(true);

    // when
    var refused = verify(ada, shop);
    names.refuse(false);

    // then
    assertThat(refused.text("/code")).isEqualTo("domain_not_proved");
    assertThat(refused.text("/detail")).contains("gave no answer");
  }

  @Test
  void othersNeitherSeeNorChangeAProjectsDomains() {
    // given
    claim(ada, shop);

    // then
    assertThat(server.get(eve, "/projects/" + shop + "/domains").status()).isEqualTo(404);
    assertThat(verify(eve, shop).status()).isEqualTo(404);
    assertThat(server.delete(eve, one(shop)).status()).isEqualTo(404);
    assertThat(server.post(eve, "/projects/" + shop + "/domains", Map.of("name", domain)).status())
        .isEqualTo(404);
    assertThat(server.get(ada, "/domains/" + domain).status()).isEqualTo(403);
    assertThat(server.get(ada, "/projects/" + shop + "/domains").text("/data/0/name"))
        .isEqualTo(domain);
  }

  @Test
  void onlyAnAdministratorOfTheInstallationCanVouch() {
    // given
    claim(ada, shop);
    var word = Map.of("proof", "administrator");

    // then
    assertThat(server.post(ada, one(shop) + "/verify", word).status()).isEqualTo(403);
    assertThat(server.post(root, one(shop) + "/verify", word).text("/verified_by"))
        .isEqualTo("administrator");
    assertThat(route().text("/project")).isEqualTo(shop);
    assertThat(server.delete(root, one(shop)).status()).isEqualTo(204);
  }

  @Test
  void domainsGoWithTheirProject(TestBroker broker) {
    // given
    prove(ada, shop);

    // when
    server.change(ada, "stack.delete", shop);

    // then
    assertThat(route().status()).isEqualTo(404);
    assertThat(claim(ada, shop).text("/code")).isEqualTo("project_deleted");
    try (var reader = new TopicReader(broker, Topic.ORGANIZATION_EVENTS)) {
      Eventually.asserted(() ->
          assertThat(reader.eventsOf(shop))
              .containsExactly(
                  "ProjectRegistered", "DomainAttached", "DomainDetached", "ProjectDeregistered"));
    }
  }
}
