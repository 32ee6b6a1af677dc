package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import org.junit.jupiter.api.Test;

/** Members, teams, domains and the audit of an organization. */
class OrganizationCommandsTest extends CommandsAtAnInstallation {

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
}
