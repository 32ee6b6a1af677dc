package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Asked;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RickyardTest {
  private static final String ORGANIZATIONS =
      "[{\"id\":\"o1\",\"slug\":\"o1\",\"name\":\"Hill Farm\"}]";
  private static final String REF = "abcdefghijklmnopqrst";
  private static final String PROJECT =
      "{\"ref\":\"%s\",\"name\":\"shop\",\"status\":\"COMING_UP\",\"organization_slug\":\"o1\"}"
          .formatted(REF);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StubInstallation installation = new StubInstallation();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path home;

  @BeforeEach
  void signIn() {
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("RICKYARD_URL", installation.url().toString());
    environment.put("RICKYARD_TOKEN", "sbp_1");
    installation.on("GET /v1/organizations", Reply.json(200, ORGANIZATIONS));
    installation.on("GET /v1/projects", Reply.json(200, "[" + PROJECT + "]"));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void tasksAreListedByEverythingTheyAreKnownBy() {
    // given
    installation.on(
        "GET /v1/tasks?state=failed%2Crunning&project="
            + REF
            + "&created_after=2026-12-01T08%3A00%3A00Z&q=run_timeout&label=team%3Da&label=nightly&limit=20",
        Reply.json(200, "{\"data\":[]}"));

    // when
    var code =
        run(
            "tasks",
            "list",
            "--state=failed,running",
            "--project=shop",
            "--label=team=a",
            "--label=nightly",
            "--created-after=2026-12-01T08:00:00Z",
            "--find=run_timeout");

    // then
    assertThat(code).as(err()).isZero();
  }

  @Test
  void limitedTokenIsMadeForAProjectAndShownOnce() {
    // given
    installation.on(
        "POST /v1/access-tokens", Reply.json(201, "{\"id\":\"t1\",\"token\":\"sbp_new\"}"));

    // when
    var code =
        run("tokens", "create", "ci", "--project=shop", "--scope=task.*", "--scope=project.read");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("sbp_new");
    assertThat(installation.asked("POST /v1/access-tokens").getFirst().body())
        .isEqualTo(
            "{\"name\":\"ci\",\"scopes\":[\"task.*@project:%s\",\"project.read@project:%s\"]}"
                .formatted(REF, REF));
  }

  @Test
  void administratorsAreListedAddedAndRemoved() {
    // given
    var ben = "{\"id\":\"u2\",\"email\":\"ben@farm.example\"}";
    installation.on("GET /v1/admin/administrators", Reply.json(200, "{\"data\":[" + ben + "]}"));
    installation.on("PUT /v1/admin/administrators/ben%40farm.example", Reply.json(200, ben));
    installation.on("DELETE /v1/admin/administrators/u2", Reply.json(204, ""));

    // when
    var listed = run("admin", "list");
    var added = run("admin", "add", "ben@farm.example");
    var removed = run("admin", "remove", "u2");

    // then
    assertThat(new int[] {listed, added, removed}).as(err()).containsOnly(0);
    assertThat(out())
        .contains("EMAIL", "u2", "ben@farm.example administers the installation.", "no more");
  }

  @Test
  void rotatedTokenTellsHowLongTheOneBeforeWorks() {
    // given
    installation.on(
        "POST /v1/access-tokens/t1/rotate",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"token\":\"sbp_next\",\"previous_valid_until\":\"2026-12-01T09:00:00Z\"}"));

    // when
    var code = run("tokens", "rotate", "t1", "--overlap=10m");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("sbp_next", "2026-12-01T09:00:00Z");
    assertThat(installation.asked("POST /v1/access-tokens/t1/rotate").getFirst().body())
        .isEqualTo("{\"overlap\":\"PT10M\"}");
  }

  @Test
  void hookIsMadeToActWithATokenAndListedWithWhatBecameOfIt() {
    // given
    installation.on(
        "POST /v1/hooks", Reply.json(201, "{\"id\":\"h1\",\"secret\":\"once\",\"token\":\"t1\"}"));
    installation.on(
        "GET /v1/hooks?organization=o1",
        Reply.json(
            200,
            "{\"data\":[{\"id\":\"h1\",\"name\":\"ci\",\"token\":\"t1\",\"token_state\":\"revoked\"}]}"));
    installation.on(
        "GET /v1/hooks/h1/deliveries?limit=20",
        Reply.json(
            200,
            "{\"data\":[{\"id\":\"d1\",\"outcome\":\"refused\",\"reason\":\"token_revoked\"}]}"));

    // when
    var made =
        run(
            "hooks",
            "create",
            "ci",
            "--provider=github",
            "--type=stack.restart",
            "--project=shop",
            "--token-id=t1");
    var listed = run("hooks", "list");
    var deliveries = run("hooks", "deliveries", "h1");

    // then
    assertThat(new int[] {made, listed, deliveries}).as(err()).containsOnly(0);
    assertThat(installation.asked("POST /v1/hooks").getFirst().body()).contains("\"token\":\"t1\"");
    assertThat(out()).contains("revoked", "token_revoked");
  }

  @Test
  void auditIsExportedPageByPage() {
    // given
    var first = "GET /v1/organizations/o1/audit?actor=ada%40b.test&action=project.&limit=200";
    installation.on(
        first, Reply.json(200, "{\"data\":[{\"action\":\"project.create\"}],\"next\":\"p2\"}"));
    installation.on(
        first + "&after=p2", Reply.json(200, "{\"data\":[{\"action\":\"project.pause\"}]}"));

    // when
    var code = run("audit", "export", "--actor=ada@b.test", "--action=project.");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out().lines())
        .containsExactly("{\"action\":\"project.create\"}", "{\"action\":\"project.pause\"}");
  }

  @Test
  void auditTellsWhoDidWhat() {
    // given
    installation.on(
        "GET /v1/organizations/o1/audit?outcome=done&limit=50",
        Reply.json(
            200,
            "{\"data\":[{\"at\":\"2026-12-01T08:00:00Z\",\"action\":\"member.remove\","
                + "\"actor\":{\"kind\":\"token\",\"id\":\"t1\",\"email\":\"ada@b.test\"},"
                + "\"target\":\"eve\",\"outcome\":\"done\",\"origin\":\"203.0.113.9\"}]}"));

    // when
    var code = run("audit", "--outcome=done");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("member.remove", "token t1 of ada@b.test", "203.0.113.9");
  }

  @Test
  void invitationIsMadeAndItsLinkShown() {
    // given
    installation.on(
        "POST /v1/organizations/o1/invitations",
        Reply.json(
            201,
            "{\"id\":\"i1\",\"token\":\"rki_1\",\"expires_at\":\"2026-12-01T00:00:00Z\","
                + "\"url\":\"http://localhost:8000/#/invitation/rki_1\"}"));

    // when
    var code = run("orgs", "invite", "Hill Farm", "--role", "developer", "--email", "a@b.test");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("http://localhost:8000/#/invitation/rki_1");
    assertThat(installation.asked("POST /v1/organizations/o1/invitations").getFirst().body())
        .isEqualTo("{\"role\":\"developer\",\"email\":\"a@b.test\"}");
  }

  @Test
  void linkIsAcceptedByWhatItEndsWith() {
    // given
    installation.on(
        "POST /v1/invitations/accept",
        Reply.json(200, "{\"organization\":\"o1\",\"role\":\"developer\"}"));

    // when
    var code = run("orgs", "join", "http://localhost:8000/#/invitation/rki_1");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("developer of o1");
    assertThat(installation.asked("POST /v1/invitations/accept").getFirst().body())
        .isEqualTo("{\"token\":\"rki_1\"}");
  }

  @Test
  void memberIsFoundByAddressAndGetsAnotherRole() {
    // given
    installation.on(
        "GET /v1/organizations/o1/members",
        Reply.json(200, "[{\"user_id\":\"u1\",\"email\":\"Ada@b.test\",\"role\":\"member\"}]"));
    installation.on("PATCH /v1/organizations/o1/members/u1", Reply.json(200, "{}"));

    // when
    var code = run("orgs", "role", "o1", "ada@b.test", "developer");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(installation.asked("PATCH /v1/organizations/o1/members/u1").getFirst().body())
        .isEqualTo("{\"role\":\"developer\"}");
    assertThat(run("orgs", "remove", "o1", "nobody@b.test")).isEqualTo(4);
  }

  @Test
  void teamTakesInAMemberByAddressAndAProjectByName() {
    // given
    installation.on(
        "GET /v1/organizations/o1/members",
        Reply.json(200, "[{\"user_id\":\"u1\",\"email\":\"ada@b.test\",\"role\":\"member\"}]"));
    installation.on("PUT /v1/organizations/o1/teams/payments/members/u1", Reply.json(200, "{}"));
    installation.on(
        "PUT /v1/organizations/o1/teams/payments/projects/" + REF, Reply.json(200, "{}"));

    // when
    var added = run("teams", "add", "payments", "ada@b.test", "--org", "o1");
    var given = run("teams", "--org", "o1", "give", "payments", "shop");

    // then
    assertThat(added).as(err()).isZero();
    assertThat(given).as(err()).isZero();
    assertThat(
            installation
                .asked("PUT /v1/organizations/o1/teams/payments/projects/" + REF)
                .getFirst()
                .body())
        .isEqualTo("{\"role\":\"developer\"}");
  }

  @Test
  void teamIsShownWithWhoIsInItAndWhatItWasGiven() {
    // given
    installation.on(
        "GET /v1/organizations/o1/teams/payments",
        Reply.json(
            200,
            "{\"slug\":\"payments\",\"name\":\"Payments\",\"members\":[{\"user_id\":\"u1\","
                + "\"email\":\"ada@b.test\"},{\"user_id\":\"u2\"}],\"projects\":[{\"ref\":\"r1\","
                + "\"name\":\"shop\",\"role\":\"developer\"}]}"));

    // when
    var code = run("teams", "show", "payments", "--org", "o1");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("Payments (payments)", "ada@b.test, u2", "shop (r1) as developer");
  }

  @Test
  void addedDomainTellsTheRecordThatProvesIt() {
    // given
    installation.on(
        "POST /v1/projects/" + REF + "/domains",
        Reply.json(
            201,
            "{\"name\":\"api.a.test\",\"state\":\"pending\",\"proof\":{\"type\":\"TXT\","
                + "\"name\":\"_rickyard.api.a.test\",\"value\":\"rickyard-project=1\"}}"));

    // when
    var code = run("projects", "domains", "add", "shop", "api.a.test");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("TXT", "_rickyard.api.a.test", "rickyard-project=1");
    assertThat(installation.asked("POST /v1/projects/" + REF + "/domains").getFirst().body())
        .isEqualTo("{\"name\":\"api.a.test\"}");
  }

  @Test
  void vouchedDomainIsVerifiedByAnAdministratorsWord() {
    // given
    var line = "POST /v1/projects/" + REF + "/domains/api.a.test/verify";
    installation.on(
        line,
        Reply.json(
            200, "{\"name\":\"api.a.test\",\"state\":\"active\",\"project\":\"" + REF + "\"}"));

    // when
    var code = run("projects", "domains", "verify", "shop", "api.a.test", "--vouch");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).isEqualTo("Requests for api.a.test go to " + REF + ".\n");
    assertThat(installation.asked(line).getFirst().body())
        .isEqualTo("{\"proof\":\"administrator\"}");
  }

  @Test
  void cancelByFilterSaysHowManyAndWhichTaskDoesIt() {
    // given
    installation.on(
        "POST /v1/tasks/cancel",
        Reply.json(202, "{\"matched\":7,\"more\":true,\"task\":{\"id\":\"t9\"}}")
            .with("Rickyard-Task", "t9"));

    // when
    var code =
        run("tasks", "cancel", "--where", "state=queued", "--where=label=team=a", "--limit=7");

    // then
    assertThat(code).isZero();
    assertThat(out()).isEqualTo("Cancelling 7 tasks as task t9.\n");
    assertThat(err()).contains("More tasks fit");
    assertThat(installation.asked("POST /v1/tasks/cancel").getFirst().body())
        .isEqualTo(
            "{\"where\":{\"state\":[\"queued\"],\"label\":[\"team=a\"],\"organization\":\"o1\"},\"limit\":7}");
  }

  @Test
  void dryRunOnlyCounts() {
    // given
    installation.on("POST /v1/tasks/retry", Reply.json(200, "{\"matched\":3,\"more\":false}"));

    // when
    var code = run("tasks", "retry", "--where=type=platform.probe", "--dry-run");

    // then
    assertThat(code).isZero();
    assertThat(out()).isEqualTo("3 tasks fit.\n");
  }

  @Test
  void cancelOfNothingInParticularIsAMistake() {
    assertThat(run("tasks", "cancel")).isEqualTo(2);
    assertThat(run("tasks", "cancel", "t1", "--where=state=queued")).isEqualTo(2);
  }

  @Test
  void batchEndsBadlyWhenALineWasRefusedAndSaysWhich() throws IOException {
    // given
    Path file = home.resolve("tasks.ndjson");
    Files.writeString(file, "{}\n{}\n");
    installation.on(
        "POST /v1/tasks/batch",
        Reply.json(
            202,
            """
            {"line":1,"id":"t1","position":"commands.normal-0-1"}
            {"line":2,"problem":{"code":"invalid_request","title":"x","detail":"The field type is missing"}}
            """));

    // when
    var code = run("tasks", "batch", file.toString());

    // then
    assertThat(code).isEqualTo(1);
    assertThat(out()).isEqualTo("Accepted 1 of 2 tasks.\n");
    assertThat(err()).contains("Line 2: The field type is missing (invalid_request)");
    assertThat(installation.asked("POST /v1/tasks/batch").getFirst().body()).isEqualTo("{}\n{}\n");
  }

  @Test
  void deadLettersShowWhyTheyWereGivenUp() {
    // given
    installation.on(
        "GET /v1/dead-letters?limit=20",
        Reply.json(
            200,
            """
            {"data": [{"id": "t1", "type": "platform.probe", "state": "failed", "attempt": 3,
              "reason": "attempts_spent", "error": {"code": "run_timeout", "message": "x"},
              "created_at": "2026-11-21T08:00:00Z"}]}
            """));

    // when
    var code = run("dead-letters", "list");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("t1", "attempts_spent", "run_timeout", "3");
  }

  @Test
  void deadMessagesAreListedWithoutWhatSteersATerminal() {
    // given
    installation.on(
        "GET /v1/dead-messages?topic=events&cause=unreadable&state=waiting&limit=20",
        Reply.json(
            200,
            """
            {"data": [{"id": "events.dlt-0-7", "state": "waiting", "cause": "unreadable", "attempts": 1,
              "consumer": "status-projector", "detail": "no \\u001b[2J JSON",
              "given_up_at": "2026-11-21T08:00:00Z"}], "next": "events.dlt-0-7"}
            """));

    // when
    var code = run("dlq", "list", "--topic=events", "--cause=unreadable", "--state=waiting");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out())
        .contains("events.dlt-0-7", "status-projector", "no \ufffd[2J JSON")
        .doesNotContain("\u001b");
    assertThat(err()).contains("--after events.dlt-0-7");
  }

  @Test
  void aDeadMessageIsReplayedOnce() {
    // given
    installation.on(
        "POST /v1/dead-messages/events.dlt-0-7/replay",
        Reply.json(200, "{\"id\":\"events.dlt-0-7\",\"state\":\"replayed\"}"),
        Reply.problem(409, "conflict", "It was replayed by ada"));

    // when
    var first = run("dlq", "replay", "events.dlt-0-7");
    var second = run("dlq", "replay", "events.dlt-0-7");

    // then
    assertThat(first).as(err()).isZero();
    assertThat(out()).isEqualTo("events.dlt-0-7 is replayed.\n");
    assertThat(second).isEqualTo(5);
    assertThat(err()).contains("It was replayed by ada");
  }

  @Test
  void deadMessagesAreDroppedByAFilter() {
    // given
    installation.on(
        "POST /v1/dead-messages/drop",
        Reply.json(200, "{\"matched\":2,\"done\":[\"a\",\"b\"],\"unfit\":0}"));

    // when
    var code = run("dlq", "drop", "--consumer=status-projector", "--limit=50");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).isEqualTo("2 messages dropped.\n");
    assertThat(installation.asked("POST /v1/dead-messages/drop").getFirst().body())
        .isEqualTo("{\"where\":{\"consumer\":\"status-projector\"},\"limit\":50}");
  }

  @Test
  void whichDeadMessagesMustBeSaid() {
    assertThat(run("dlq", "replay")).isEqualTo(2);
    assertThat(run("dlq", "drop", "events.dlt-0-7", "--all")).isEqualTo(2);
    assertThat(installation.asked()).isEmpty();
  }

  @Test
  void aWaitingTaskSaysWhatItWaitsFor() {
    // given
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"type\":\"platform.probe\",\"state\":\"queued\",\"created_at\":\"2026-11-21T08:00:00Z\"}"));
    installation.on(
        "GET /v1/tasks/t1/position",
        Reply.json(
            200,
            """
            {"task": "t1", "waits_for": "turn", "queue": "batch", "ahead": 1000, "more": true,
              "held_back_by": [{"reason": "paused", "scope": "queue:batch", "by": "ops", "words": "upgrade"}]}
            """));

    // when
    var code = run("tasks", "show", "t1");
    var shown = out();
    out.reset();
    run("tasks", "show", "t1", "--json");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(shown)
        .contains(
            "its turn in queue batch: more than 1000 tasks of its organization before it",
            "queue:batch is paused by ops upgrade");
    assertThat(out()).contains("\"waits_for\" : \"turn\"");
  }

  @Test
  void createdProjectIsNamedWithItsTask() {
    // given
    installation.on("POST /v1/projects", Reply.json(201, PROJECT).with("Rickyard-Task", "t1"));

    // when
    var code = run("projects", "create", "shop", "--region", "hill");

    // then
    assertThat(code).isZero();
    assertThat(out()).isEqualTo("Creating shop (" + REF + ").\n");
    assertThat(err()).contains("rickyard tasks show t1 --watch");
    assertThat(installation.asked("POST /v1/projects").getFirst().body())
        .isEqualTo("{\"name\":\"shop\",\"organization_slug\":\"o1\",\"region\":\"hill\"}");
  }

  @Test
  void aCommandRunsWithTheLockAndGivesItsExitCode() throws IOException {
    // given
    var seen = home.resolve("seen");
    installation.on("POST /v1/locks", Reply.json(202, "{\"ticket\":\"t1\",\"state\":\"waiting\"}"));
    installation.on(
        "GET /v1/locks/t1",
        Reply.json(200, "{\"state\":\"waiting\",\"position\":2}"),
        Reply.json(200, "{\"state\":\"held\",\"position\":0,\"token\":7}"));
    installation.on("POST /v1/locks/t1/renew", Reply.json(200, "{\"state\":\"held\"}"));
    installation.on("POST /v1/locks/t1/release", Reply.json(200, "{}"));

    // when
    var code =
        run(
            "lock",
            "deploy",
            "--organization=o1",
            "--wait=2m",
            "--lease=1s",
            "--",
            "sh",
            "-c",
            "echo $RICKYARD_LOCK_TICKET $RICKYARD_LOCK_TOKEN > " + seen + "; exit 7");

    // then
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(7);
    assertThat(seen).content().isEqualToIgnoringNewLines("t1 7");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Waiting for deploy: position 2.");
    assertThat(installation.asked("POST /v1/locks").getFirst().body())
        .isEqualTo(
            "{\"name\":\"deploy\",\"organization\":\"o1\",\"wait\":\"PT2M\",\"lease\":\"PT1S\"}");
    assertThat(installation.asked("POST /v1/locks/t1/release")).hasSize(1);
  }

  @Test
  void aCommandEndsWhenItsLockIsLost() {
    // given
    installation.on("POST /v1/locks", Reply.json(202, "{\"ticket\":\"t1\",\"state\":\"waiting\"}"));
    installation.on("GET /v1/locks/t1", Reply.json(200, "{\"state\":\"held\",\"token\":7}"));
    installation.on(
        "POST /v1/locks/t1/renew",
        Reply.json(200, "{\"state\":\"held\"}"),
        Reply.problem(409, "lock_not_held", "It is not held"));
    installation.on("POST /v1/locks/t1/release", Reply.problem(409, "lock_not_held", "Not held"));

    // when
    var code = run("lock", "deploy", "--organization=o1", "--lease=1s", "--", "sleep", "600");

    // then
    assertThat(code).isEqualTo(ExitCode.CONFLICT.number());
  }

  @Test
  void aCommandIsNotRunWithoutItsLock() {
    // given
    installation.on("POST /v1/locks", Reply.json(202, "{\"ticket\":\"t1\",\"state\":\"waiting\"}"));
    installation.on("GET /v1/locks/t1", Reply.json(200, "{\"state\":\"wait_ended\"}"));

    // when
    var code = run("lock", "deploy", "--organization=o1", "--", "touch", home + "/ran");

    // then
    assertThat(code).isEqualTo(ExitCode.CONFLICT.number());
    assertThat(home.resolve("ran")).doesNotExist();
  }

  @Test
  void scheduleIsMadeFromItsFlagsAndShownWithItsNextRuns() {
    // given
    installation.on(
        "POST /v1/schedules",
        Reply.json(
            201,
            """
            {"id": "s1", "name": "nightly", "state": "active", "cron": "30 2 * * *",
             "zone": "Europe/Berlin", "missed": "skip", "overlap": "allow",
             "task": {"type": "stack.restart"}, "next_runs": ["2027-03-28T01:00:00Z"]}
            """));

    // when
    var code =
        run(
            "schedules",
            "create",
            "nightly",
            "stack.restart",
            "--project=shop",
            "--cron=30 2 * * *",
            "--zone=Europe/Berlin",
            "--missed=skip",
            "--run-timeout=5m");

    // then
    assertThat(code).isZero();
    assertThat(out()).contains("30 2 * * * Europe/Berlin").contains("2027-03-28T01:00:00Z");
    assertThat(installation.asked("POST /v1/schedules").getFirst().body())
        .isEqualTo(
            """
            {"name":"nightly","cron":"30 2 * * *","zone":"Europe/Berlin","missed":"skip",\
            "task":{"type":"stack.restart","project":"%s","input":{},"labels":{},\
            "run_timeout":"PT5M"}}\
            """
                .formatted(REF));
  }

  @Test
  void jobIsItsCommandAfterTwoDashes() {
    // given
    installation.on(
        "POST /v1/tasks", Reply.json(202, "{\"id\":\"t1\"}").with("Rickyard-Task", "t1"));

    // when
    var code = run("jobs", "run", "--project=shop", "--timeout=5m", "--", "psql", "-c", "select 1");

    // then
    assertThat(code).isZero();
    assertThat(installation.asked("POST /v1/tasks").getFirst().body())
        .isEqualTo(
            """
            {"type":"job.run","project":"%s",\
            "input":{"command":["psql","-c","select 1"],"timeout":"PT5M"}}\
            """
                .formatted(REF));
  }

  @Test
  void jsonGoesToStandardOutputAloneAndProgressBesideIt() {
    // given
    installation.on(
        "DELETE /v1/projects/" + REF,
        Reply.json(200, "{\"ref\":\"" + REF + "\"}").with("Rickyard-Task", "t1"));
    installation.on("GET /v1/projects/" + REF, Reply.json(200, PROJECT));
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(200, "{\"id\":\"t1\",\"type\":\"stack.delete\",\"state\":\"succeeded\"}"));

    // when
    var code = run("projects", "delete", "shop", "--yes", "--watch", "--json");

    // then
    assertThat(code).isZero();
    assertThat(json(out()).path("state").asText()).isEqualTo("succeeded");
    assertThat(err()).contains("delete shop  succeeded");
  }

  @Test
  void followedTaskThatFailsEndsTheCommandWithOne() {
    // given
    installation.on(
        "POST /v1/projects/" + REF + "/pause", Reply.json(200, "").with("Rickyard-Task", "t1"));
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"type\":\"stack.pause\",\"state\":\"failed\",\"error\":{\"message\":\"stuck\"}}"));

    // when
    var code = run("projects", "pause", "shop", "--watch");

    // then
    assertThat(code).isEqualTo(1);
    assertThat(out()).contains("pause shop  failed").contains("stuck");
    assertThat(err()).contains("rickyard tasks logs t1");
  }

  @Test
  void deletingWithoutTerminalNeedsAYes() {
    // given
    installation.on("GET /v1/projects/" + REF, Reply.json(200, PROJECT));

    // when
    var code = run("projects", "delete", REF);

    // then
    assertThat(code).isEqualTo(2);
    assertThat(err()).contains("--yes");
    assertThat(installation.asked())
        .extracting(Asked::line)
        .noneMatch(line -> line.startsWith("DELETE"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, 2", "401, 3", "403, 1", "404, 4", "409, 5", "422, 2", "429, 6", "500, 1", "503, 6"
  })
  void refusalsHaveExitCodes(int status, int code) {
    // given
    installation.on("GET /v1/tasks/t1", Reply.problem(status, "some_code", "It says why."));

    // then
    assertThat(run("tasks", "show", "t1")).isEqualTo(code);
    assertThat(err()).startsWith("error: It says why.\n");
  }

  @Test
  void withJsonErrorsAreJsonToo() {
    // given
    installation.on("GET /v1/tasks/t1", Reply.problem(404, "not_found", "No such task."));

    // when
    run("tasks", "show", "t1", "--json");

    // then
    assertThat(out()).isEmpty();
    assertThat(json(err()).path("error").path("code").asText()).isEqualTo("not_found");
    assertThat(json(err()).path("error").path("exit_code").asInt()).isEqualTo(4);
  }

  @Test
  void nobodyThereIsUnavailableAndSaysHowToStart() {
    // given
    environment.put("RICKYARD_URL", "http://localhost:9");

    // then
    assertThat(run("orgs")).isEqualTo(6);
    assertThat(err()).contains("infra/up");
  }

  @Test
  void withoutTokenTheCommandSaysHowToSignIn() {
    // given
    environment.remove("RICKYARD_TOKEN");

    // then
    assertThat(run("whoami")).isEqualTo(3);
    assertThat(err()).contains("rickyard login");
  }

  @Test
  void tokenOfTheFileIsShownToNoOtherInstallation() {
    // given
    environment.remove("RICKYARD_TOKEN");
    ConfigurationFile.ofUser(environment)
        .write(new Configuration(URI.create("https://other.example"), "sbp_2", null, null));

    // then
    assertThat(run("whoami")).isEqualTo(3);
    assertThat(installation.asked()).isEmpty();
  }

  @Test
  void inputValuesKeepTheirJsonTypes() {
    // given
    installation.on("POST /v1/tasks", Reply.json(202, "{\"id\":\"t1\"}"));

    // when
    run(
        "tasks",
        "submit",
        "platform.probe",
        "-i",
        "steps=3",
        "-i",
        "step_duration=PT1S",
        "-l",
        "by=ann");

    // then
    assertThat(json(installation.asked("POST /v1/tasks").getFirst().body()))
        .isEqualTo(
            json(
                """
                {"type":"platform.probe","organization":"o1","input":{"steps":3,"step_duration":"PT1S"},
                 "labels":{"by":"ann"}}
                """));
  }

  @Test
  void logIsPrintedPageByPage() {
    // given
    var first =
        "{\"data\":[{\"number\":1,\"at\":\"2026-11-21T09:31:28.5478Z\",\"level\":\"info\",\"text\":\"one\"}],\"next\":\"c\"}";
    var second =
        "{\"data\":[{\"number\":2,\"at\":\"2026-11-21T10:31:29+01:00\",\"level\":\"error\",\"text\":\"two\"}]}";
    installation.on("GET /v1/tasks/t1/log?limit=500", Reply.json(200, first));
    installation.on("GET /v1/tasks/t1/log?after=c&limit=500", Reply.json(200, second));

    // then
    assertThat(run("tasks", "logs", "t1")).isZero();
    assertThat(out())
        .isEqualTo("2026-11-21T09:31:28.547Z info  one\n2026-11-21T09:31:29.000Z error two\n");
  }

  @Test
  void whatServicesWriteIsPrintedAndDoesNotSteerTheTerminal() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/logs?service=db%2Cmeta&since=PT10M&limit=200",
        Reply.json(
            200,
            "{\"data\":[{\"at\":\"2026-11-21T09:31:28.5478Z\",\"service\":\"db\",\"text\":\"a\\u001b[2Jb\\tc\"}],\"next\":\"n\"}"));

    // then
    assertThat(run("projects", "logs", "shop", "db", "meta", "--since=10m")).isZero();
    assertThat(out()).isEqualTo("2026-11-21T09:31:28.5478Z db        a\ufffd[2Jb c\n");
  }

  @Test
  void followedLogsOfAProjectEndWithIt() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/logs/stream?limit=200",
        Reply.stream(
            "id: 1\nevent: line\ndata: {\"at\":\"2026-11-21T09:31:28Z\",\"service\":\"db\",\"text\":\"one\"}",
            "event: away\ndata: {\"message\":\"The engine is away\"}",
            "id: 2\nevent: alive\ndata: {}",
            "event: end\ndata: {}"));

    // then
    assertThat(run("projects", "logs", "-f", "shop")).isZero();
    assertThat(out()).isEqualTo("2026-11-21T09:31:28Z db        one\n");
    assertThat(err()).contains("The engine is away");
  }

  @Test
  void whatServicesUseIsATable() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/usage",
        Reply.json(
            200,
            "{\"data\":[{\"service\":\"db\",\"cpus\":0.125,\"memory_bytes\":1048576,\"disk_bytes\":7340032}]}"));

    // then
    assertThat(run("projects", "top", "shop")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            SERVICE  CPU    MEMORY   LIMIT  RECEIVED  SENT  DISK
            db       12.5%  1.0 MiB  -      -         -     7.0 MiB
            """);
  }

  @Test
  void aResizeSaysAgainWhatStaysAsItIs() {
    // given
    installation.on(
        "GET /v1/projects/" + REF,
        Reply.json(
            200,
            "{\"ref\":\"%s\",\"limits\":{\"db\":{\"memory_mib\":512,\"cpus\":1},\"auth\":{\"cpus\":2}}}"
                .formatted(REF)));
    installation.on(
        "POST /v1/projects/" + REF + "/resize", Reply.json(200, "").with("Rickyard-Task", "t1"));

    // when
    var code =
        run("projects", "resize", "shop", "--profile=core", "--memory", "db=2048", "--usual=auth");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(installation.asked("POST /v1/projects/" + REF + "/resize").getFirst().body())
        .isEqualTo("{\"profile\":\"core\",\"limits\":{\"db\":{\"memory_mib\":2048,\"cpus\":1}}}");
    assertThat(run("projects", "resize", "shop")).isEqualTo(2);
  }

  @Test
  void oneServiceIsRestartedAndAPolicyIsChosen() {
    // given
    var project = "/v1/projects/" + REF;
    installation.on(
        "POST " + project + "/services/db/restart",
        Reply.json(200, "").with("Rickyard-Task", "t1"));
    installation.on("PUT " + project + "/drift-policy", Reply.json(200, "{\"policy\":null}"));

    // then
    assertThat(run("projects", "restart", "shop", "--service=db")).as(err()).isZero();
    assertThat(run("projects", "drift", "shop", "default")).isZero();
    assertThat(installation.asked("PUT " + project + "/drift-policy").getFirst().body())
        .isEqualTo("{\"policy\":null}");
  }

  @Test
  void eventsAreOneLineEachUntilTheStreamIsRefused() {
    // given
    installation.on(
        "GET /v1/events?project=" + REF,
        Reply.stream(
            "retry: 1",
            "id: e1-1\nevent: snapshot\ndata: {\"tasks\":[],\"stacks\":[]}",
            "id: e1-2\nevent: stack\ndata: {\"stack\":{\"project\":\"p\",\"status\":\"UNKNOWN\",\"reason\":\"silent\"}}",
            "id: e1-3"),
        Reply.problem(401, "invalid_token", "Signed out."));

    // then
    assertThat(run("events", "--project", "shop")).isEqualTo(3);
    assertThat(out()).matches("\\d\\d:\\d\\d:\\d\\d stack p UNKNOWN silent\n");
    assertThat(err()).contains("following; 0 stacks, 0 tasks so far", "Signed out.");
  }

  @Test
  void followedLogEndsAsItsTaskDoes() {
    // given
    installation.on(
        "GET /v1/tasks/t1/log",
        Reply.stream(
            "id: 1\nevent: line\ndata: {\"at\":\"2026-11-21T09:31:28.5478Z\",\"level\":\"info\",\"text\":\"one\"}",
            "event: end\ndata: {\"state\":\"failed\"}"));

    // then
    assertThat(run("tasks", "logs", "-f", "t1")).isEqualTo(1);
    assertThat(out()).isEqualTo("2026-11-21T09:31:28.547Z info  one\n");
  }

  @Test
  void connectPrintsTheStringAndAnEnvironmentForShells() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/connection?reveal=true",
        Reply.json(
            200,
            "{\"host\":\"127.0.0.1\",\"port\":21000,\"database\":\"postgres\",\"user\":\"postgres\",\"password\":\"it's\",\"connection_string\":\"postgresql://x\"}"));

    // then
    assertThat(run("projects", "connect", "shop")).isZero();
    assertThat(out())
        .startsWith("postgresql://x\n")
        .contains("export PGPORT='21000'\n", "export PGPASSWORD='it'\\''s'\n");
  }

  @Test
  void connectPrefersTheAddressForAllProjects() {
    // given
    installation.on(
        "GET /v1/projects/" + REF + "/connection?reveal=true",
        Reply.json(
            200,
            """
            {"host": "127.0.0.1", "port": 21000, "database": "postgres", "user": "postgres",
             "password": "secret", "connection_string": "postgresql://direct",
             "by_reference": {"host": "db.example.com", "port": 5432, "database": "postgres",
               "user": "postgres.%s", "connection_string": "postgresql://by-reference"}}
            """
                .formatted(REF)));

    // when
    assertThat(run("projects", "connect", "shop")).isZero();
    var preferred = out();
    assertThat(run("projects", "connect", "shop", "--direct")).isZero();

    // then
    assertThat(preferred)
        .startsWith("postgresql://by-reference\n")
        .contains("export PGHOST='db.example.com'\n", "export PGUSER='postgres." + REF + "'\n")
        .contains("export PGPASSWORD='secret'\n");
    assertThat(out().substring(preferred.length()))
        .startsWith("postgresql://direct\n")
        .contains("export PGPORT='21000'\n");
  }

  @Test
  void loginMakesATokenForThisMachineAndKeepsIt() {
    // given
    installation.on(
        "POST /auth/v1/token?grant_type=password", Reply.json(200, "{\"access_token\":\"jwt\"}"));
    installation.on("POST /v1/access-tokens", Reply.json(201, "{\"token\":\"sbp_made\"}"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"ann@farm.example\"}"));
    var input = System.in;
    System.setIn(new ByteArrayInputStream("secret\n".getBytes(StandardCharsets.UTF_8)));

    // when
    int code;
    try {
      code = run("login", "--email", "ann@farm.example", "--password-stdin");
    } finally {
      System.setIn(input);
    }

    // then
    assertThat(code).isZero();
    assertThat(ConfigurationFile.ofUser(environment).read())
        .isEqualTo(new Configuration(installation.url(), "sbp_made", "o1", null));
  }

  @Test
  void loginShowsTheSecondFactorsCode() {
    // given
    installation.on(
        "POST /auth/v1/token?grant_type=password",
        Reply.json(
            200,
            "{\"access_token\":\"one\",\"user\":{\"factors\":[{\"id\":\"f1\",\"status\":\"unverified\"},"
                + "{\"id\":\"f2\",\"status\":\"verified\"}]}}"));
    installation.on("POST /auth/v1/factors/f2/challenge", Reply.json(200, "{\"id\":\"c1\"}"));
    installation.on(
        "POST /auth/v1/factors/f2/verify", Reply.json(200, "{\"access_token\":\"two\"}"));
    installation.on("POST /v1/access-tokens", Reply.json(201, "{\"token\":\"sbp_made\"}"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"ann@farm.example\"}"));
    var input = System.in;
    System.setIn(new ByteArrayInputStream("secret\n".getBytes(StandardCharsets.UTF_8)));

    // when
    int code;
    try {
      code = run("login", "--email", "ann@farm.example", "--password-stdin", "--code", "123456");
    } finally {
      System.setIn(input);
    }

    // then
    assertThat(code).isZero();
    var verified = installation.asked("POST /auth/v1/factors/f2/verify").getFirst();
    assertThat(verified.header("Authorization")).isEqualTo("Bearer one");
    assertThat(verified.body()).contains("123456", "c1");
    assertThat(installation.asked("POST /v1/access-tokens").getFirst().header("Authorization"))
        .isEqualTo("Bearer two");
  }

  @Test
  void logoutRevokesTheTokenOfTheFileAndForgetsItAndNothingElse() {
    // given
    ConfigurationFile.ofUser(environment)
        .write(new Configuration(installation.url(), "sbp_kept", "o1", "/c.json"));
    installation.on("DELETE /v1/access-tokens/current", Reply.json(204, ""));

    // when
    var code = run("logout");

    // then
    assertThat(code).isZero();
    assertThat(
            installation
                .asked("DELETE /v1/access-tokens/current")
                .getFirst()
                .header("Authorization"))
        .isEqualTo("Bearer sbp_kept");
    assertThat(ConfigurationFile.ofUser(environment).read())
        .isEqualTo(new Configuration(installation.url(), null, "o1", "/c.json"));
  }

  @Test
  void logoutForgetsTheTokenAlsoWhereTheInstallationIsAway() {
    // given
    var away = URI.create("http://localhost:1");
    ConfigurationFile.ofUser(environment).write(new Configuration(away, "sbp_kept", null, null));

    // when
    var code = run("logout");

    // then
    assertThat(code).isZero();
    assertThat(err()).contains("not revoked");
    assertThat(ConfigurationFile.ofUser(environment).read().token()).isNull();
  }

  @Test
  void passwordIsResetWithTheInstallationsSecretKey() throws IOException {
    // given
    var credentials =
        Files.writeString(home.resolve("credentials.json"), "{\"secret_key\":\"sb_secret_1\"}");
    installation.on(
        "GET /auth/v1/admin/users?per_page=200",
        Reply.json(200, "{\"users\":[{\"id\":\"u1\",\"email\":\"a@b\"}]}"));
    installation.on("PUT /auth/v1/admin/users/u1", Reply.json(200, "{}"));

    // when
    var code = run("admin", "reset-password", "--credentials", credentials.toString(), "--json");

    // then
    var changed = installation.asked("PUT /auth/v1/admin/users/u1").getFirst();
    assertThat(code).isZero();
    assertThat(changed.header("Authorization")).isEqualTo("Bearer sb_secret_1");
    assertThat(json(changed.body()).path("password").asText())
        .hasSizeGreaterThanOrEqualTo(20)
        .isEqualTo(json(out()).path("password").asText());
  }

  @Test
  void doctorTellsTheFirstThingThatIsWrong() {
    // given
    installation.on(
        "GET /v1/health",
        Reply.json(200, "{\"status\":\"up\",\"version\":\"1\",\"services\":{\"org\":\"down\"}}"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"a@b\"}"));

    // then
    assertThat(run("doctor")).isEqualTo(6);
    assertThat(out()).contains("✗ service org").contains("✓ token");
  }

  @Test
  void doctorExplainsWhatNewProjectsAreBuiltOn() {
    // given
    installation.on(
        "GET /v1/health",
        Reply.json(
            200,
            """
            {"status":"up","version":"1","services":{},
             "runtime":{"kind":"docker","because":"an engine answers"}}
            """));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"a@b\"}"));

    // when
    run("doctor");

    // then
    assertThat(out()).contains("docker for new projects: an engine answers");
  }

  @Test
  void doctorTellsWhatIsWrongWithCertificates() {
    // given
    installation.on(
        "GET /v1/health",
        Reply.json(
            200,
            """
            {"status":"up","version":"1","services":{},
             "tls":{"troubles":["api.crt has expired at 2026-01-01T00:00:00Z"]}}
            """));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"a@b\"}"));

    // then
    assertThat(run("doctor")).isEqualTo(ExitCode.FAILED.number());
    assertThat(out()).contains("✗ certificates", "api.crt has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsEveryCommand(String shell) {
    assertThat(run("completion", shell)).isZero();
    assertThat(out()).contains("projects", "reset-password", "deliveries", "--watch");
  }

  @Test
  void helpNamesCommandsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("projects", "doctor", "Exit codes:", "3   Not signed in");
  }

  @Test
  void unknownCommandIsAMistakeOfUsage() {
    assertThat(run("projets")).isEqualTo(2);
    assertThat(err()).contains("projects");
  }

  private int run(String... args) {
    var invocation = new Invocation(terminal(out), terminal(err), environment);
    return Rickyard.run(invocation, args);
  }

  private static Terminal terminal(ByteArrayOutputStream bytes) {
    return Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) {
    try {
      return RickyardClient.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("No JSON: " + text, e);
    }
  }
}
