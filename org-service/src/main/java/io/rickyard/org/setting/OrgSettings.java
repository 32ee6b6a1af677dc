package io.rickyard.org.setting;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.messaging.DeadLetterArchive;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.Publisher;
import io.rickyard.messaging.TypeAnnouncements;
import io.rickyard.org.acceptance.KnownTypes;
import io.rickyard.org.acceptance.ProvisionRules;
import io.rickyard.org.acceptance.RuntimePromise;
import io.rickyard.org.cron.CronExpressions;
import io.rickyard.org.dns.ResolvedTexts;
import io.rickyard.org.domain.DomainDesk;
import io.rickyard.org.domain.Domains;
import io.rickyard.org.hook.Deliveries;
import io.rickyard.org.hook.HookKeeper;
import io.rickyard.org.hook.HookReception;
import io.rickyard.org.hook.Hooks;
import io.rickyard.org.hook.SecretBox;
import io.rickyard.org.letter.LetterDesk;
import io.rickyard.org.letter.LetterRecord;
import io.rickyard.org.payload.JsonPayloads;
import io.rickyard.org.project.Region;
import io.rickyard.org.schedule.Occurrences;
import io.rickyard.org.schedule.ScheduleRules;
import io.rickyard.org.secret.MasterKey;
import io.rickyard.org.secret.TinkSecretBox;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the settings and composes the concepts. */
@Factory
final class OrgSettings {

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  ProvisionRules provisionRules(
      @Property(name = "rickyard.runtime.profiles", defaultValue = "database")
          List<String> profiles,
      @Property(name = "rickyard.runtime.isolates-projects", defaultValue = "false")
          boolean isolates,
      @Property(name = "rickyard.runtime.process.shared-trust", defaultValue = "false")
          boolean sharedTrust,
      @Property(name = "rickyard.projects.default-region", defaultValue = "eu-central-1")
          String region,
      @Property(name = "rickyard.limits.projects-per-organization", defaultValue = "100")
          int mostProjects) {
    var known = profiles.stream().map(OrgSettings::profile).collect(Collectors.toSet());
    return new ProvisionRules(
        new RuntimePromise(known, isolates, sharedTrust), region(region), mostProjects);
  }

  @Singleton
  ScheduleRules scheduleRules(
      @Property(name = "rickyard.limits.schedules-per-organization", defaultValue = "100")
          int mostSchedules,
      @Property(name = "rickyard.schedules.grace", defaultValue = "PT1M") Duration grace) {
    return new ScheduleRules(new Occurrences(new CronExpressions()), mostSchedules, grace);
  }

  @Singleton
  MessageSigner messageSigner(
      @Property(name = "rickyard.signing.key-id", defaultValue = "org") String keyId,
      @Property(name = "rickyard.signing.secret") String secret) {
    try {
      return new MessageSigner(keyId, Base64.getDecoder().decode(secret));
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("rickyard.signing.secret", "is no base64 of 32 bytes or more", e);
    }
  }

  @Singleton
  @Bean(preDestroy = "close")
  Publisher publisher(KafkaSettings settings) {
    return KafkaPublisher.open(settings);
  }

  @Singleton
  TaskTypes types(Clock clock) {
    return new TaskTypes(clock);
  }

  @Singleton
  KnownTypes knownTypes(TaskTypes types) {
    return new KnownTypes(types);
  }

  @Context
  @Bean(preDestroy = "close")
  Follower announcements(KafkaSettings settings, TaskTypes types) {
    return TypeAnnouncements.follow(settings, "org", types);
  }

  @Singleton
  SecretBox secretBox(@Property(name = "rickyard.org.master-key-file") String file) {
    return new TinkSecretBox(MasterKey.at(Path.of(file)));
  }

  @Singleton
  HookKeeper hookKeeper(
      Hooks hooks,
      SecretBox box,
      Clock clock,
      @Property(name = "rickyard.hooks.rotation-overlap", defaultValue = "PT24H")
          Duration overlap) {
    return new HookKeeper(hooks, box, overlap, clock);
  }

  @Singleton
  HookReception hookReception(Hooks hooks, Deliveries deliveries, SecretBox box, Clock clock) {
    return new HookReception(hooks, deliveries, box, new JsonPayloads(), clock);
  }

  @Singleton
  DomainDesk domainDesk(
      Domains domains,
      @Property(name = "rickyard.domains.name-server", defaultValue = "") String server) {
    return new DomainDesk(
        domains, server.isBlank() ? ResolvedTexts.ofThisMachine() : ResolvedTexts.at(server));
  }

  @Singleton
  LetterDesk letterDesk(KafkaSettings settings, LetterRecord record) {
    return new LetterDesk(new DeadLetterArchive(settings), record);
  }

  private static StackProfile profile(String name) {
    try {
      return StackProfile.named(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("rickyard.runtime.profiles", "names no profile: " + name, e);
    }
  }

  private static Region region(String code) {
    try {
      return new Region(code);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("rickyard.projects.default-region", "is no region: " + code, e);
    }
  }
}
