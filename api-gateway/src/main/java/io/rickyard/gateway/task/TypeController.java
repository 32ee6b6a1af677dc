package io.rickyard.gateway.task;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.InputField;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types of tasks: which there are. */
@Controller("/v1/task-types")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class TypeController {

  private final TaskTypes types;

  TypeController(TaskTypes types) {
    this.types = types;
  }

  /** All of them. */
  record Shapes(List<Shape> data) {}

  /**
   * A type.
   *
   * @param type its name
   * @param extension whether a class on a worker's class path adds it
   * @param description what it does, where that was announced
   * @param terms what holds for all its tasks
   * @param fields what its input is made of, where that was announced
   */
  record Shape(
      String type,
      boolean extension,
      @Nullable String description,
      @JsonUnwrapped TypeTerms terms,
      @Nullable List<InputField> fields) {

    static Shape of(BuiltInType type) {
      return new Shape(type.wireName(), false, null, type.terms(), null);
    }

    static Shape of(TypeAnnouncement announced) {
      return new Shape(
          announced.taskType().wireName(),
          true,
          announced.description(),
          announced.terms(),
          announced.fields());
    }
  }

  @Get
  @Operation(summary = "List the types of tasks: our own, and those that extensions add")
  Shapes list() {
    return new Shapes(
        Stream.concat(
                Arrays.stream(BuiltInType.values()).map(Shape::of),
                types.announcements().stream().map(Shape::of))
            .toList());
  }
}
