package io.rickyard.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of the settings that each service knows, as {@code infra/docs/configuration.md} lists
 * them. A name that ends in {@code .*} stands for all that begin so: the last part is chosen by who
 * installs.
 */
final class KnownSettings {

  /** What every service may be told, whether it asks for it or not. */
  static final List<String> SHARED =
      List.of(
          "rickyard.kafka.bootstrap-servers",
          "rickyard.kafka.username",
          "rickyard.kafka.password",
          "rickyard.database.url",
          "rickyard.database.username",
          "rickyard.database.password",
          "rickyard.database.migrator-username",
          "rickyard.database.migrator-password",
          "rickyard.database.pool-size",
          "rickyard.services.auth.url",
          "rickyard.services.org.url",
          "rickyard.services.projector.url",
          "rickyard.services.bridge.url",
          "rickyard.services.worker.url",
          "rickyard.installation.id",
          "rickyard.installation.url",
          "rickyard.installation.administrators",
          "rickyard.bootstrap.administrator.email");

  /** By application name, what one service is told beyond that. */
  static final Map<String, List<String>> OWN =
      Map.of(
          "api-gateway",
          List.of(
              "rickyard.gateway.hosts",
              "rickyard.gateway.public-url",
              "rickyard.gateway.origins",
              "rickyard.gateway.projects.domain",
              "rickyard.gateway.projects.idle-timeout",
              "rickyard.gateway.projects.idle-look-every",
              "rickyard.gateway.tls.certificates",
              "rickyard.gateway.tls.host",
              "rickyard.gateway.tls.port",
              "rickyard.gateway.tls.reload-every",
              "rickyard.gateway.trusted-proxies",
              "rickyard.gateway.forwarded-header",
              "rickyard.gateway.head-timeout",
              "rickyard.gateway.body-limit",
              "rickyard.gateway.batch-limit",
              "rickyard.gateway.rates.token",
              "rickyard.gateway.rates.address",
              "rickyard.gateway.rates.stranger",
              "rickyard.gateway.rates.sign-in",
              "rickyard.gateway.disk.least-free-mib",
              "rickyard.gateway.fingerprint-key",
              "rickyard.signing.key-id",
              "rickyard.signing.secret",
              "rickyard.secrets.public-keyset",
              "rickyard.internal.secret",
              "rickyard.installation.publishable-key",
              "rickyard.installation.secret-key",
              "rickyard.installation.data-directory",
              "rickyard.runtime.kind",
              "rickyard.runtime.because",
              "rickyard.projects.query-timeout",
              "rickyard.projects.default-region"),
          "auth-service",
          List.of(
              "rickyard.auth.key",
              "rickyard.auth.key-file",
              "rickyard.bootstrap.administrator.password",
              "rickyard.internal.secrets.*",
              "rickyard.auth.hashing.threads",
              "rickyard.auth.hashing.queue",
              "rickyard.auth.access-token.lifetime",
              "rickyard.auth.session.lifetime",
              "rickyard.auth.session.reuse-grace",
              "rickyard.auth.signing-keys.rotate-every",
              "rickyard.retention.audit",
              "rickyard.auth.trusted-proxies",
              "rickyard.auth.mail.transport",
              "rickyard.auth.mail.from",
              "rickyard.auth.mail.sender-name",
              "rickyard.auth.mail.templates",
              "rickyard.auth.mail.smtp.host",
              "rickyard.auth.mail.smtp.port",
              "rickyard.auth.mail.smtp.security",
              "rickyard.auth.mail.smtp.username",
              "rickyard.auth.mail.smtp.password",
              "rickyard.auth.sign-up.open",
              "rickyard.auth.sign-up.anonymous",
              "rickyard.auth.one-time.lifetime",
              "rickyard.auth.redirects",
              "rickyard.auth.password.reauthentication",
              "rickyard.auth.providers.*",
              "rickyard.auth.manual-linking",
              "rickyard.installation.publishable-key",
              "rickyard.installation.secret-key"),
          "org-service",
          List.of(
              "rickyard.signing.key-id",
              "rickyard.signing.secret",
              "rickyard.org.master-key-file",
              "rickyard.runtime.profiles",
              "rickyard.runtime.isolates-projects",
              "rickyard.runtime.process.shared-trust",
              "rickyard.projects.default-region",
              "rickyard.limits.projects-per-organization",
              "rickyard.hooks.rotation-overlap",
              "rickyard.retention.deliveries",
              "rickyard.limits.schedules-per-organization",
              "rickyard.schedules.grace",
              "rickyard.retention.schedule-runs",
              "rickyard.domains.name-server"),
          "provisioner-worker",
          List.of(
              "rickyard.signing.keys.*",
              "rickyard.secrets.master-key-file",
              "rickyard.secrets.keyset-file",
              "rickyard.projects.query-timeout",
              "rickyard.installation.data-directory",
              "rickyard.runtime.process.ports",
              "rickyard.runtime.process.address",
              "rickyard.runtime.process.host",
              "rickyard.runtime.process.shared-trust",
              "rickyard.runtime.process.spare-cluster",
              "rickyard.runtime.process.stop-servers-on-close",
              "rickyard.runtime.process.start-within",
              "rickyard.runtime.process.stop-within",
              "rickyard.runtime.kind",
              "rickyard.runtime.docker.engine",
              "rickyard.runtime.docker.certificates",
              "rickyard.runtime.docker.ssh.identity",
              "rickyard.runtime.docker.ssh.known-hosts",
              "rickyard.runtime.docker.answer-within",
              "rickyard.runtime.docker.pull-within",
              "rickyard.runtime.docker.release",
              "rickyard.runtime.docker.images",
              "rickyard.runtime.docker.registry.username",
              "rickyard.runtime.docker.registry.password",
              "rickyard.runtime.docker.ports",
              "rickyard.runtime.docker.address",
              "rickyard.runtime.docker.host",
              "rickyard.runtime.docker.start-within",
              "rickyard.runtime.docker.stop-within",
              "rickyard.runtime.docker.trash-after",
              "rickyard.runtime.docker.adoptable",
              "rickyard.runtime.docker.stop-stacks-on-close",
              "rickyard.runtime.observe-every",
              "rickyard.runtime.starts-at-once",
              "rickyard.runtime.drift.policy",
              "rickyard.runtime.drift.repairs",
              "rickyard.runtime.drift.within",
              "rickyard.jobs.enabled",
              "rickyard.jobs.first-user",
              "rickyard.jobs.image",
              "rickyard.worker.critical-slots",
              "rickyard.worker.shared-slots",
              "rickyard.worker.labels.*",
              "rickyard.worker.lease",
              "rickyard.worker.grace",
              "rickyard.worker.cancel-patience",
              "rickyard.worker.gap-patience",
              "rickyard.worker.member",
              "rickyard.retention.ended-ids"),
          "status-projector",
          List.of(
              "rickyard.signing.keys.*",
              "rickyard.projector.member",
              "rickyard.retention.tasks",
              "rickyard.retention.logs",
              "rickyard.retention.events"),
          "realtime-bridge",
          List.of("rickyard.internal.secret"));

  private KnownSettings() {}

  /** All that the service of this application name may be told. */
  static Set<String> of(String application) {
    var all = new LinkedHashSet<>(SHARED);
    all.addAll(OWN.getOrDefault(application, List.of()));
    return all;
  }
}
