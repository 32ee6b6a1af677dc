/** Tasks over HTTP: submit, look, cancel, read the log. */
@NullMarked
package io.rickyard.gateway.task;

import org.jspecify.annotations.NullMarked;
