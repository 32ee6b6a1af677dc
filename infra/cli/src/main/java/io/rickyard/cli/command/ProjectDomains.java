package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Domains under which a project is reached, beside its own name. */
@Command(
    name = "domains",
    aliases = "domain",
    description = "Let a project be reached under domains of your own.")
final class ProjectDomains {
  private final Invocation invocation;
  private final Directory directory;

  ProjectDomains(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Command(name = "list", aliases = "ls", description = "List a project's domains.")
  int list(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String project) {
    var domains = invocation.client().get(domains(project));
    if (invocation.json()) {
      invocation.print(domains);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "DOMAIN", "STATE", "PROVED BY", "RECORD");
    for (var domain : elements(domains.path("data"))) {
      var proved = text(domain, "verified_by");
      table.row(
          text(domain, "name"),
          text(domain, "state"),
          proved.isEmpty() ? "-" : proved,
          text(domain.path("proof"), "name"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(
      name = "add",
      description = "Claim a domain. Says which DNS record proves that it is yours.")
  int add(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String project,
      @Parameters(paramLabel = "DOMAIN", description = "A host name like api.example.com.")
          String domain) {
    var body = RickyardClient.object().put("name", domain);
    return said(invocation.client().post(domains(project), body).body());
  }

  @Command(
      name = "verify",
      description = "Have a domain proved; requests reach the project from then on.")
  int verify(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String project,
      @Parameters(paramLabel = "DOMAIN", description = "A domain that was added.") String domain,
      @Option(
              names = "--vouch",
              description =
                  "Vouch for it instead of a DNS record, as an administrator of the installation.")
          boolean vouch) {
    var body = vouch ? RickyardClient.object().put("proof", "administrator") : null;
    var path = domains(project).segment(domain).segment("verify");
    return said(invocation.client().post(path, body).body());
  }

  @Command(
      name = "remove",
      aliases = "rm",
      description = "Give a domain up; requests for it are refused from then on.")
  int remove(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String project,
      @Parameters(paramLabel = "DOMAIN", description = "The domain.") String domain) {
    invocation.client().delete(domains(project).segment(domain));
    if (!invocation.json()) {
      invocation.print("Removed " + domain + ".");
    }
    return ExitCode.OK.number();
  }

  private int said(JsonNode domain) {
    if (invocation.json()) {
      invocation.print(domain);
      return ExitCode.OK.number();
    }
    var name = text(domain, "name");
    if (text(domain, "state").equals("active")) {
      invocation.print("Requests for " + name + " go to " + text(domain, "project") + ".");
      return ExitCode.OK.number();
    }
    var proof = domain.path("proof");
    invocation.print("Publish this record, then verify " + name + ":");
    invocation.print("  type   " + text(proof, "type"));
    invocation.print("  name   " + text(proof, "name"));
    invocation.print("  value  " + text(proof, "value"));
    return ExitCode.OK.number();
  }

  private Path domains(String project) {
    return Projects.project(directory.project(project)).segment("domains");
  }
}
