package io.rickyard.systemtests;

import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An installation's names below a registrable domain, with HTTPS on 443, as the hosted platform's
 * command line wants them. Certificates are of an authority of the test, and the names are known to
 * the programs only that are started here.
 *
 * @param name the domain
 * @param address where the names lead: another loopback address than the one on which a machine's
 *     own programs have these ports
 */
record TestDomain(String name, String address, TestCertificates certificates, PrivateHosts hosts) {

  /** Skips the tests, or fails them, where nobody may mount a hosts file. */
  static void need() throws InterruptedException {
    Programs.need(
        PrivateHosts.possible(), "RICKYARD_REQUIRE_MOUNT", "the right to mount file systems");
  }

  static TestDomain in(Workspace workspace, String name, String address)
      throws IOException, InterruptedException {
    var domain =
        new TestDomain(
            name,
            address,
            TestCertificates.in(Files.createDirectory(workspace.path().resolve("authority"))),
            PrivateHosts.in(workspace.path(), address));
    domain.certificates.issue("*." + domain.projects());
    domain.add(domain.api());
    return domain;
  }

  /** Has a name lead here, with a certificate. */
  void add(String host) throws IOException, InterruptedException {
    certificates.issue(host);
    hosts.add(host);
  }

  /** Has a project's name lead here. */
  void addProject(String ref) throws IOException {
    hosts.add(project(ref));
  }

  String api() {
    return "api." + name;
  }

  String projects() {
    return "projects." + name;
  }

  String project(String ref) {
    return ref + "." + projects();
  }

  /** What an installation is told, to be found here. */
  Map<String, String> settings() {
    return Map.of(
        "RICKYARD_GATEWAY_TLS_CERTIFICATES",
        certificates.shown().toString(),
        "RICKYARD_GATEWAY_TLS_HOST",
        address,
        "RICKYARD_GATEWAY_TLS_PORT",
        "443",
        "RICKYARD_GATEWAY_PUBLIC_URL",
        "https://" + api(),
        "RICKYARD_GATEWAY_HOSTS",
        "localhost,127.0.0.1," + api(),
        "RICKYARD_GATEWAY_PROJECTS_DOMAIN",
        projects());
  }

  /** The command line, with a profile that names the installation's address here. */
  HostedCli cli(Path directory, LocalInstallation installation)
      throws IOException, InterruptedException {
    var profile = directory.resolve("hosted.yaml");
    var written =
        installation.cli("supabase-profile", "--project-host", projects(), "--json").output();
    var local = RickyardClient.JSON.readTree(written).path("api_url").asText();
    Files.writeString(profile, written.replace(local, "https://" + api()));
    return new HostedCli(
        directory,
        profile,
        installation.token(),
        hosts::command,
        Map.of("NODE_EXTRA_CA_CERTS", certificates.authority().toString()));
  }
}
