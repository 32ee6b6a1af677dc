package io.rickyard.worker.sql;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.worker.stack.StackLedger;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** What users' SQL is run with. */
@Factory
@Requires(bean = StackLedger.class)
final class SqlBeans {

  @Singleton
  @Bean(preDestroy = "close")
  ProjectSql projectSql(@Value("${rickyard.projects.query-timeout:PT1M}") Duration longest) {
    return new ProjectSql(longest);
  }

  @Singleton
  Migrations migrations(ProjectSql sql, Clock clock) {
    return new Migrations(sql, clock);
  }

  @Singleton
  MigrationTransfer migrationTransfer(ProjectSql sql, Migrations migrations) {
    return new MigrationTransfer(sql, migrations);
  }

  @Singleton
  Schemas schemas(ProjectSql sql) {
    return new Schemas(sql);
  }
}
