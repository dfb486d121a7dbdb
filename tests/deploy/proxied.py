"""Two replicas as plain processes behind nginx with the configuration of deploy/nginx.conf.template."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.browser.serving import HOST, ROOT, Server, free_port, serving, uvicorn_command

TEMPLATE = ROOT / "deploy" / "nginx.conf.template"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


@dataclass(frozen=True)
class School:
    """A proxy's address and the replicas behind it, by the name that its cookie gives them."""

    url: str
    replicas: dict[str, Server]
    folder: Path


def written(template: str, settings: dict[str, str]) -> str:
    """The template with its settings, as nginx's image does it: other words with $ stay."""
    for name, value in settings.items():
        template = template.replace(f"${{{name}}}", value)
    return template


def _replica(name: str, port: int) -> list[str]:
    return [*uvicorn_command(port), "--header", f"replica:{name}"]


def _configuration(folder: Path, port: int, replicas: dict[str, Server]) -> Path:
    settings = {"LISTEN": f"{HOST}:{port}", "FOLDER": str(folder)}
    settings |= {f"REPLICA_{name.upper()}": replica.url.removeprefix("http://") for name, replica in replicas.items()}
    site = written(TEMPLATE.read_text(encoding="utf-8"), settings)
    scratch = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi"))
    scratch += f"uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n"
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\naccess_log off;\n{scratch}{site}}}\n",
        encoding="utf-8",
    )
    return main


@contextmanager
def proxied() -> Iterator[School]:
    """Two healthy replicas behind a proxy; all three end with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pooling-lab-proxy-")))
        folder.chmod(0o755)  # nginx gives its rights away after the start
        replicas = {name: stack.enter_context(serving(partial(_replica, name))) for name in ("a", "b")}
        port = free_port()
        configuration = _configuration(folder, port, replicas)
        command = [str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
        school = School(f"http://{HOST}:{port}", replicas, folder)
        with serving(lambda _: command, port=port):
            yield school
