package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.terminal.Table;

/** The members of one organization, found by what a person calls them. */
final class MemberList {
  private final Invocation invocation;
  private final String organization;

  MemberList(Invocation invocation, String organization) {
    this.invocation = invocation;
    this.organization = organization;
  }

  static Path of(String organization) {
    return Path.of("/v1/organizations").segment(organization).segment("members");
  }

  JsonNode all() {
    return invocation.client().get(of(organization));
  }

  /** The path of the member with this address or id. */
  Path one(String named) {
    return of(organization).segment(id(named));
  }

  /** The id of the member with this address or id. */
  String id(String named) {
    return elements(all()).stream()
        .filter(member ->
            named.equalsIgnoreCase(text(member, "email")) || named.equals(text(member, "user_id")))
        .findFirst()
        .map(member -> text(member, "user_id"))
        .orElseThrow(() ->
            new CommandRefused(
                ExitCode.NOT_FOUND,
                "Nobody called '" + named + "' is a member.",
                "See: rickyard orgs members"));
  }

  int print() {
    var members = all();
    if (invocation.json()) {
      invocation.print(members);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "MEMBER", "ROLE", "ID");
    elements(members)
        .forEach(member ->
            table.row(text(member, "user_name"), text(member, "role"), text(member, "user_id")));
    table.print();
    return ExitCode.OK.number();
  }
}
