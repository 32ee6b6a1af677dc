package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Organizations: whom projects belong to. */
@Command(
    name = "orgs",
    aliases = "org",
    description = "Organizations, who is in them, and who is invited.")
public final class Organizations implements Callable<Integer> {
  private final Invocation invocation;
  private final Directory directory;

  /** Commands that work with this invocation. */
  public Organizations(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "list", aliases = "ls", description = "List the organizations you belong to.")
  int list() {
    var all = invocation.client().get(Path.of("/v1/organizations"));
    if (invocation.json()) {
      invocation.print(all);
      return ExitCode.OK.number();
    }
    var chosen = invocation.configuration().organization();
    var table = new Table(invocation.out(), "NAME", "SLUG", "");
    all.forEach(one ->
        table.row(
            text(one, "name"),
            text(one, "slug"),
            text(one, "slug").equals(chosen) ? "default" : ""));
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "create", description = "Create an organization; you become its owner.")
  int create(@Parameters(paramLabel = "NAME", description = "What to call it.") String name) {
    var answer =
        invocation
            .client()
            .post(Path.of("/v1/organizations"), RickyardClient.object().put("name", name));
    if (invocation.json()) {
      invocation.print(answer.body());
    } else {
      invocation.print("Created " + name + " (" + text(answer.body(), "slug") + ").");
    }
    return ExitCode.OK.number();
  }

  @Command(name = "members", description = "List an organization's members.")
  int members(
      @Parameters(paramLabel = "ORG", arity = "0..1", description = "Its slug or name.")
          @Nullable String organization) {
    return new MemberList(invocation, directory.organization(organization)).print();
  }

  @Command(name = "role", description = "Give a member another role.")
  int role(
      @Parameters(paramLabel = "ORG", description = "The organization's slug or name.")
          String organization,
      @Parameters(paramLabel = "MEMBER", description = "An e-mail address or id.") String member,
      @Parameters(
              paramLabel = "ROLE",
              description = "owner, administrator, developer or member (who only sees).")
          String role) {
    var path = new MemberList(invocation, directory.organization(organization)).one(member);
    var body = RickyardClient.object().put("role", role);
    return said(invocation.client().patch(path, body).body(), member + " is " + role + " now.");
  }

  @Command(name = "remove", aliases = "rm", description = "Remove a member.")
  int remove(
      @Parameters(paramLabel = "ORG", description = "The organization's slug or name.")
          String organization,
      @Parameters(paramLabel = "MEMBER", description = "An e-mail address or id.") String member) {
    var path = new MemberList(invocation, directory.organization(organization)).one(member);
    return said(invocation.client().delete(path).body(), "Removed " + member + ".");
  }

  @Command(name = "leave", description = "Leave an organization. Its last owner cannot.")
  int leave(
      @Parameters(paramLabel = "ORG", description = "Its slug or name.") String organization) {
    var own = text(invocation.client().get(Path.of("/v1/profile")), "gotrue_id");
    var path = MemberList.of(directory.organization(organization)).segment(own);
    return said(invocation.client().delete(path).body(), "You left " + organization + ".");
  }

  @Command(
      name = "invite",
      description = "Make an invitation. Its link is shown once and is good once.")
  int invite(
      @Parameters(paramLabel = "ORG", arity = "0..1", description = "Its slug or name.")
          @Nullable String organization,
      @Option(
              names = "--role",
              required = true,
              description = "What they become: owner, administrator, developer or member.")
          String role,
      @Option(
              names = "--email",
              paramLabel = "ADDRESS",
              description = "Only the account of this address can use the link.")
          @Nullable String email,
      @Option(
              names = "--expires-in",
              paramLabel = "TIME",
              description = "How long it is good, such as 12h (a week).")
          @Nullable String life) {
    var body = RickyardClient.object().put("role", role);
    if (email != null) {
      body.put("email", email);
    }
    if (life != null) {
      body.put("expires_in", Times.iso(life));
    }
    return linked(organization, body);
  }

  private int linked(@Nullable String organization, ObjectNode body) {
    var made = invocation.client().post(invitations(directory.organization(organization)), body);
    if (invocation.json()) {
      invocation.print(made.body());
      return ExitCode.OK.number();
    }
    var url = text(made.body(), "url");
    invocation.print("  link     " + (url.isEmpty() ? text(made.body(), "token") : url));
    invocation.print("  expires  " + text(made.body(), "expires_at"));
    switch (text(made.body(), "mail")) {
      case "smtp" -> invocation.print("  It was sent by mail, too.");
      case "failed" -> invocation.remark("The mail could not be sent.");
      default -> {}
    }
    invocation.remark("Hand the link over now: it is not shown again.");
    return ExitCode.OK.number();
  }

  @Command(
      name = "transfer",
      description =
          "Hand your ownership over: whoever accepts becomes an owner, and you an administrator.")
  int transfer(
      @Parameters(paramLabel = "ORG", description = "The organization's slug or name.")
          String organization,
      @Option(
              names = "--email",
              paramLabel = "ADDRESS",
              required = true,
              description = "The account that takes it over.")
          String email) {
    var body = RickyardClient.object().put("role", "owner").put("email", email);
    body.put("handover", true);
    return linked(organization, body);
  }

  @Command(name = "invitations", description = "List an organization's invitations.")
  int invitations(
      @Parameters(paramLabel = "ORG", arity = "0..1", description = "Its slug or name.")
          @Nullable String organization,
      @Option(names = "--all", description = "Also those that are over.") boolean all) {
    var found = invocation.client().get(invitations(directory.organization(organization)));
    if (invocation.json()) {
      invocation.print(found);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "ID", "ROLE", "FOR", "STATE", "EXPIRES", "BY");
    for (var one : elements(found.path("data"))) {
      var state = text(one, "state");
      if (all || state.equals("open")) {
        var email = text(one, "email");
        table.row(
            text(one, "id"),
            text(one, "role"),
            email.isEmpty() ? "whoever has the link" : email,
            state,
            text(one, "expires_at"),
            text(one.path("invited_by"), "email"));
      }
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "revoke", description = "Take an invitation back.")
  int revoke(
      @Parameters(paramLabel = "ORG", description = "The organization's slug or name.")
          String organization,
      @Parameters(paramLabel = "INVITATION", description = "Its id.") String id) {
    var path = invitations(directory.organization(organization)).segment(id);
    return said(invocation.client().delete(path).body(), "Revoked " + id + ".");
  }

  @Command(name = "join", description = "Accept an invitation.")
  int join(
      @Parameters(paramLabel = "LINK", description = "The link, or what it ends with.")
          String link) {
    var body = RickyardClient.object().put("token", link.substring(link.lastIndexOf('/') + 1));
    var joined = invocation.client().post(Path.of("/v1/invitations/accept"), body).body();
    return said(
        joined,
        "You are %s of %s now.".formatted(text(joined, "role"), text(joined, "organization")));
  }

  private int said(JsonNode answer, String words) {
    if (!invocation.json()) {
      invocation.print(words);
    } else if (!answer.isMissingNode()) {
      invocation.print(answer);
    }
    return ExitCode.OK.number();
  }

  private static Path invitations(String organization) {
    return Path.of("/v1/organizations").segment(organization).segment("invitations");
  }
}
