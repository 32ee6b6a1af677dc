package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token that is limited to scopes can do, and that it can do nothing else. */
class ScopesTest {

  private static final String TASK = "0190a000-0000-7000-8000-000000000001";
  private static final String SHOP = OrgDouble.SHOP;
  private static final String ACME = OrgDouble.ACME;
  private static final String PROBE = "{\"type\":\"platform.probe\",\"project\":\"" + SHOP + "\"}";

  private static Installation installation;
  private static int number;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation
        .projector
        .on(
            "GET /tasks/" + TASK,
            _ ->
                Reply.json(
                    200,
                    Map.of("id", TASK, "organization", ACME, "project", SHOP, "state", "queued")))
        .on("GET /tasks", _ -> Reply.json(200, Map.of("data", List.of())));
    installation.worker.on("GET /stacks/" + SHOP + "/keys", _ -> Reply.json(200, List.of()));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** Ada's token with these scopes. */
  private static Caller scoped(String... scopes) {
    String token = "sbp_" + "%040x".formatted(++number);
    installation.auth.hold(token, AuthDouble.ADA_ID, "token", "tid-" + number, List.of(scopes));
    return Caller.with(installation.url(), token);
  }

  @ParameterizedTest
  @CsvSource({
    "project.read,GET,/v1/projects/" + SHOP,
    "*.read,GET,/v1/projects/" + SHOP,
    "*.read@project:" + SHOP + ",GET,/v1/projects/" + SHOP,
    "*.read@organization:" + ACME + ",GET,/v1/projects/" + SHOP,
    "project.*,POST,/v1/projects/" + SHOP + "/pause",
    "project.change@project:" + SHOP + ",POST,/v1/projects/" + SHOP + "/pause",
    "organization.read,GET,/v1/organizations/" + ACME,
    "member.read,GET,/v1/organizations/" + ACME + "/members",
    "task.read,GET,/v1/tasks/" + TASK,
    "task.read@project:" + SHOP + ",GET,/v1/tasks/" + TASK,
    "task.read@project:" + SHOP + ",GET,/v1/tasks?project=" + SHOP,
    "task.read@organization:" + ACME + ",GET,/v1/tasks?organization=" + ACME,
    "project.read,GET,/v1/projects/" + SHOP + "/api-keys",
    "secret.read,GET,/v1/projects/" + SHOP + "/api-keys?reveal=true",
    "task.change@project:" + SHOP + ",POST,/v1/tasks/" + TASK + "/cancel",
    "task.read,GET,/v1/profile",
    "task.read,GET,/v1/roles"
  })
  void scopeAllowsWhatItNames(String scope, String method, String path) {
    // when
    var answer = scoped(scope).send(method, path, method.equals("POST") ? "{}" : null);

    // then
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
  }

  @ParameterizedTest
  @CsvSource({
    "project.read,POST,/v1/projects/" + SHOP + "/pause",
    "project.change,GET,/v1/projects/" + SHOP,
    "project.read,DELETE,/v1/projects/" + SHOP,
    "*.read@project:traptraptraptraptrap,GET,/v1/projects/" + SHOP,
    "*.read@organization:" + OrgDouble.FOREIGN + ",GET,/v1/projects/" + SHOP,
    "*.*@project:" + SHOP + ",GET,/v1/organizations/" + ACME,
    "*.*@project:" + SHOP + ",GET,/v1/tasks?organization=" + ACME,
    "*.*@project:traptraptraptraptrap,GET,/v1/tasks/" + TASK,
    "*.*,GET,/v1/tasks",
    "*.*,GET,/v1/events",
    "project.read,GET,/v1/projects/" + SHOP + "/api-keys?reveal=true",
    "project.read,GET,/v1/projects/" + SHOP + "/api-keys?reveal=false&reveal=true",
    "*.*,GET,/v1/access-tokens",
    "*.*,POST,/v1/access-tokens",
    "*.*,DELETE,/v1/access-tokens/some",
    "*.*,GET,/v1/session",
    "*.*,POST,/v1/organizations",
    "*.*,PATCH,/v1/organizations/" + ACME + "/members/" + AuthDouble.ADA_ID,
    "*.*,POST,/v1/organizations/" + ACME + "/invitations",
    "*.*,POST,/v1/invitations/accept",
    "*.*,POST,/v1/schedules",
    "*.*,POST,/v1/hooks",
    "*.*,GET,/v1/audit",
    "*.*,GET,/v1/metrics",
    "*.*,GET,/v1/workers",
    "*.*,PUT,/v1/pauses/all",
    "*.*,GET,/v1/nothing-of-the-kind"
  })
  void whatNoScopeNamesIsRefused(String scope, String method, String path) {
    // when
    var answer = scoped(scope).send(method, path, method.equals("GET") ? null : "{}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
  }

  @Test
  void submissionTakesTheScopeOfWhatItDoes() {
    // given
    String pause = "{\"type\":\"stack.pause\",\"project\":\"" + SHOP + "\"}";
    String delete = "{\"type\":\"stack.delete\",\"project\":\"" + SHOP + "\"}";
    String elsewhere = "{\"type\":\"platform.probe\",\"organization\":\"" + ACME + "\"}";

    // then
    var worker = scoped("task.create@project:" + SHOP);
    assertThat(worker.post("/v1/tasks", PROBE).status()).isEqualTo(202);
    assertThat(worker.post("/v1/tasks", pause).status()).isEqualTo(403);
    assertThat(worker.post("/v1/tasks", elsewhere).status()).isEqualTo(403);
    assertThat(worker.header("Idempotency-Key", "k").post("/v1/tasks", elsewhere).status())
        .isEqualTo(403);
    var changer = scoped("project.change");
    assertThat(changer.post("/v1/tasks", pause).status()).isEqualTo(202);
    assertThat(changer.post("/v1/tasks", delete).status()).isEqualTo(403);
    assertThat(changer.post("/v1/tasks", PROBE).status()).isEqualTo(403);
    assertThat(scoped("project.delete").post("/v1/tasks", delete).status()).isEqualTo(202);
  }

  @Test
  void anotherQueueTakesItsOwnScope() {
    // given
    String critical = PROBE.replace("}", ",\"queue\":\"critical\"}");

    // then
    assertThat(scoped("task.create").post("/v1/tasks", critical).status()).isEqualTo(403);
    assertThat(scoped("task.create", "queue.change").post("/v1/tasks", critical).status())
        .isEqualTo(202);
  }

  @Test
  void listsShowWhatTheScopesName() {
    // then
    assertThat(scoped("project.read").get("/v1/projects").json()).hasSize(1);
    assertThat(scoped("project.read@project:" + SHOP).get("/v1/projects").json()).hasSize(1);
    assertThat(scoped("project.read@project:traptraptraptraptrap").get("/v1/projects").json())
        .isEmpty();
    assertThat(scoped("task.read").get("/v1/projects").json()).isEmpty();
    assertThat(scoped("organization.read").get("/v1/organizations").json()).hasSize(1);
    assertThat(scoped("task.read").get("/v1/organizations").json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/projects/traptraptraptraptrap",
        "/v1/tasks?project=traptraptraptraptrap",
        "/v1/tasks/0190a000-0000-7000-8000-0000000000ff"
      })
  void whatIsSomebodyElsesIsNotFoundWhateverTheScopes(String path) {
    assertThat(scoped("*.*").get(path).status()).isEqualTo(404);
  }

  @Test
  void scopesGiveNoMoreThanTheRole() {
    // given
    String token = "sbp_" + "d".repeat(40);
    installation.auth.hold(token, AuthDouble.BEN_ID, "token", "tid-d", List.of("*.*"));

    // then
    assertThat(Caller.with(installation.url(), token).post("/v1/tasks", PROBE).status())
        .isEqualTo(403);
  }

  @Test
  void scopeThatNobodyUnderstandsAllowsNothing() {
    assertThat(scoped("everything").get("/v1/projects/" + SHOP).status()).isEqualTo(403);
  }
}
