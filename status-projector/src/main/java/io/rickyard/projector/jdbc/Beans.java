package io.rickyard.projector.jdbc;

import io.micronaut.context.annotation.Factory;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** What the tables share. */
@Factory
final class Beans {

  @Singleton
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
