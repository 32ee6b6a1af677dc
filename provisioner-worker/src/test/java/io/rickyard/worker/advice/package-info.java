@NullMarked
package io.rickyard.worker.advice;

import org.jspecify.annotations.NullMarked;
