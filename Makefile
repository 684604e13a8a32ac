# The commands a contributor needs; each is a short script that can be read and run by hand.
PREFIX ?= /usr/local
DESTDIR ?=
SHARE = $(DESTDIR)$(PREFIX)/share

.PHONY: build samples test unit e2e vm bench install uninstall clean

build:
	@build/publish.sh

# The sample root file systems, made where `minirun run NAME` looks for them is its own business; here only to look at.
samples: out/samples/busybox

out/samples/%: rootfs-samples/%.sh
	@rm -rf $@ && mkdir -p $@ && $< $@

test:
	@tests/run.sh

unit e2e vm: build
	@tests/run.sh $@

bench: build
	@bench/run.sh
	@bench/inits.sh

install: build
	install -D -m 755 out/minirun $(DESTDIR)$(PREFIX)/bin/minirun
	install -d $(SHARE)/minirun/rootfs-samples $(SHARE)/doc/minirun
	install -m 755 rootfs-samples/*.sh $(SHARE)/minirun/rootfs-samples/
	install -m 644 rootfs-samples/*.conf $(SHARE)/minirun/rootfs-samples/
	install -m 644 README.md CHANGELOG.md LICENSE $(SHARE)/doc/minirun/
	install -d $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	out/minirun completion bash > $(SHARE)/bash-completion/completions/minirun
	out/minirun completion zsh > $(SHARE)/zsh/site-functions/_minirun
	out/minirun completion fish > $(SHARE)/fish/vendor_completions.d/minirun.fish

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/minirun $(SHARE)/bash-completion/completions/minirun
	rm -f $(SHARE)/zsh/site-functions/_minirun $(SHARE)/fish/vendor_completions.d/minirun.fish
	rm -rf $(SHARE)/minirun $(SHARE)/doc/minirun

clean:
	rm -rf out
	find $(wildcard src tests build bench) \( -name bin -o -name obj \) -type d -prune -exec rm -rf {} +
