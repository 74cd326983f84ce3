package main

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// Values of logging: which streams of a command the user is shown. Both are if it is left out.
const (
	logNothing = "none"
	logStdout  = "stdout"
	logStderr  = "stderr"
	logBoth    = "stdoutAndStderr"
)

// output collects what a command writes, and shows it line by line.
type output struct {
	stdout, stderr *stream
	// Guards everything here: a command's two streams are read at the same time.
	mutex sync.Mutex
	// Both in the order in which they came.
	both bytes.Buffer
}

// stream is one of the two.
type stream struct {
	output *output
	text   bytes.Buffer
	// The line that has not ended yet.
	line []byte
	// Nil if the stream is not shown.
	show func(line string)
}

func newOutput(logging string, show func(line string)) *output {
	collected := &output{}
	collected.stdout, collected.stderr = &stream{output: collected}, &stream{output: collected}
	if logging == "" || logging == logBoth || logging == logStdout {
		collected.stdout.show = show
	}
	if logging == "" || logging == logBoth || logging == logStderr {
		collected.stderr.show = show
	}
	return collected
}

var _ io.Writer = (*stream)(nil)

// Write collects a part of the stream and shows the lines that end in it.
func (s *stream) Write(part []byte) (int, error) {
	s.output.mutex.Lock()
	defer s.output.mutex.Unlock()
	s.output.both.Write(part)
	if s.show != nil {
		s.line = append(s.line, part...)
		for {
			line, rest, ended := bytes.Cut(s.line, []byte("\n"))
			if !ended {
				break
			}
			s.show(strings.TrimSuffix(string(line), "\r"))
			s.line = rest
		}
	}
	return s.text.Write(part)
}

// flush shows what came after the last line break.
func (o *output) flush() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for _, stream := range []*stream{o.stdout, o.stderr} {
		if stream.show != nil && len(stream.line) > 0 {
			stream.show(string(stream.line))
			stream.line = nil
		}
	}
}

func (o *output) written() written {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return written{
		stdout: strings.TrimSuffix(o.stdout.text.String(), "\n"), stderr: strings.TrimSuffix(o.stderr.text.String(), "\n"),
	}
}

// all is what was written to both, in the order in which it came.
func (o *output) all() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.both.String()
}
