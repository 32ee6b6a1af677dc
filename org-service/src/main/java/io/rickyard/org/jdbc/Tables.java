package io.rickyard.org.jdbc;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.Publisher;
import io.rickyard.org.acceptance.Decisions;
import io.rickyard.org.acceptance.KnownTypes;
import io.rickyard.org.acceptance.ProvisionRules;
import io.rickyard.org.schedule.ScheduleClock;
import io.rickyard.org.schedule.ScheduleRules;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.trace.Tracing;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Puts the tables together. */
@Factory
final class Tables {

  @Singleton
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }

  /** Started with the service, since a former process may have left something to send. */
  @Context
  @Bean(preDestroy = "close")
  Outbox outbox(Transactions transactions, Publisher publisher) {
    return Outbox.start(transactions, publisher, OutboxSettings.of("org"));
  }

  @Singleton
  Sessions sessions(Transactions transactions) {
    return new Sessions(transactions);
  }

  @Singleton
  Decisions decisions(Sessions sessions) {
    return new KeptDecisions(sessions, new IdempotencyKeyTable());
  }

  @Singleton
  Announcements announcements(Outbox outbox) {
    return new Announcements(outbox);
  }

  @Singleton
  OrganizationTable organizations(Sessions sessions, Announcements announcements, Clock clock) {
    return new OrganizationTable(sessions, new IdempotencyKeyTable(), announcements, clock);
  }

  @Singleton
  MembershipTable memberships(Sessions sessions, Announcements announcements, Clock clock) {
    return new MembershipTable(sessions, announcements, clock);
  }

  @Singleton
  TeamTable teams(Sessions sessions, Announcements announcements, Clock clock) {
    return new TeamTable(sessions, new IdempotencyKeyTable(), announcements, clock);
  }

  @Singleton
  DepartureTable departures(Announcements announcements, Clock clock) {
    return new DepartureTable(announcements, clock);
  }

  @Singleton
  InvitationTable invitations(Sessions sessions, Announcements announcements, Clock clock) {
    return new InvitationTable(sessions, new IdempotencyKeyTable(), announcements, clock);
  }

  @Singleton
  ProjectTable projects(Sessions sessions, Announcements announcements, Clock clock) {
    return new ProjectTable(sessions, announcements, clock);
  }

  @Singleton
  AcceptanceTransaction acceptances(
      Sessions sessions,
      KnownTypes known,
      ProvisionRules rules,
      MessageSigner signer,
      Announcements announcements,
      Outbox outbox,
      Clock clock) {
    return new AcceptanceTransaction(
        sessions,
        new IdempotencyKeyTable(),
        known,
        new NewProjects(rules),
        new CommandWriter(outbox, signer, known),
        announcements,
        outbox,
        clock);
  }

  @Singleton
  SnippetTable snippets(Sessions sessions, Announcements announcements, Clock clock) {
    return new SnippetTable(sessions, announcements, clock);
  }

  @Singleton
  BranchTable branches(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      Clock clock) {
    return new BranchTable(sessions, acceptances, announcements, clock);
  }

  @Singleton
  BatchKeys batchIds(Sessions sessions) {
    return new BatchKeys(sessions);
  }

  @Singleton
  HookTable hooks(Sessions sessions, Announcements announcements, Clock clock) {
    return new HookTable(sessions, new IdempotencyKeyTable(), announcements, clock);
  }

  @Singleton
  DomainTable domains(Sessions sessions, Announcements announcements, Clock clock) {
    return new DomainTable(sessions, announcements, clock);
  }

  @Singleton
  DeliveryTable deliveries(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      Clock clock) {
    return new DeliveryTable(sessions, acceptances, announcements, clock);
  }

  @Singleton
  RevokedTokenTable revokedTokens() {
    return new RevokedTokenTable();
  }

  @Singleton
  ScheduleTable schedules(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      ScheduleRules rules,
      Clock clock) {
    return new ScheduleTable(
        sessions, new IdempotencyKeyTable(), acceptances, announcements, rules, clock);
  }

  @Singleton
  IdleStopTable idleStops(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      Clock clock) {
    return new IdleStopTable(sessions, acceptances, announcements, clock);
  }

  @Singleton
  DueScheduleTable dueSchedules(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      ScheduleRules rules,
      Tracing tracing) {
    return new DueScheduleTable(sessions, acceptances, announcements, rules, tracing);
  }

  /** Started with the service, since something may have become due while it was down. */
  @Context
  @Bean(preDestroy = "close")
  ScheduleClock scheduleClock(DueScheduleTable due, ScheduleTable schedules, Clock clock) {
    var started = ScheduleClock.start(due, clock);
    schedules.onSooner(started::wake);
    return started;
  }

  @Singleton
  FlowRulesTable flowRules(Sessions sessions, MessageSigner signer, Outbox outbox, Clock clock) {
    return new FlowRulesTable(sessions, signer, outbox, clock);
  }

  @Singleton
  HandledLetterTable handledLetters(Sessions sessions, Outbox outbox, Clock clock) {
    return new HandledLetterTable(sessions, outbox, clock);
  }

  @Context
  Purge purge(
      Sessions sessions,
      @Property(name = "rickyard.retention.deliveries", defaultValue = "P30D") Duration kept,
      @Property(name = "rickyard.retention.schedule-runs", defaultValue = "P30D")
          Duration runsKept) {
    return new Purge(sessions, new IdempotencyKeyTable(), kept, runsKept);
  }
}
