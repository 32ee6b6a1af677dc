package io.rickyard.service.sample;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.persistence.SqlFailures;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.sql.SQLException;
import java.time.Duration;

@Controller("/sample")
@Secured(SecurityRule.IS_ANONYMOUS)
class SampleController {

  @Introspected
  record Order(String name, int count) {
    Order {
      requireNonNull(name, "name");
      if (count < 1) {
        throw new IllegalArgumentException("count starts at 1");
      }
    }
  }

  @Post
  Order order(@Body Order order) {
    return order;
  }

  @Get("/busy")
  String busy() {
    throw new RequestRefused(ErrorCode.BUSY, "All hands are full", Duration.ofSeconds(7));
  }

  @Get("/database/{state}")
  String database(String state) {
    throw SqlFailures.classify("A transaction", new SQLException("hunter2", state));
  }

  @Get("/broken")
  String broken() {
    throw new IllegalStateException("jdbc:postgresql://somewhere/with?password=hunter2");
  }

  @Get("/secret")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  String secret() {
    return "secret";
  }
}
