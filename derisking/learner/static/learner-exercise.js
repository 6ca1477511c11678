// Made by python3 run.py build of 88 files in learner/src, live/src and the course's extension, sha256 3ce45014dec1fd4b, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
(()=>{var j={walks:!1},J=e=>/^(Tab|Arrow)/.test(e.key);document.addEventListener("keydown",e=>J(e)&&(j.walks=!0),!0);document.addEventListener("pointerdown",()=>j.walks=!1,!0);var fe=globalThis[Symbol.for("derisking.ids")]??={count:0};function s(e,t={},...o){let[i,...r]=e.split("."),d=document.createElement(i);r.length&&(d.className=r.join(" "));for(let[n,p]of Object.entries(t))p!=null&&(n.startsWith("on")?d.addEventListener(n.slice(2),p):n==="style"?d.style.cssText=p:n==="html"?d.innerHTML=p:n in d&&!n.includes("-")?d[n]=p:d.setAttribute(n,p));return d.append(...o.filter(n=>n!=null)),d}function x(e,t,...o){let i=document.createElementNS("http://www.w3.org/2000/svg",e);for(let[r,d]of Object.entries(t))i.setAttribute(r,d);return i.append(...o),i}var N="[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?",Z=RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${N}(?: ?(?:per |/ ?)${N})?)?\\.?$`),Q=e=>e.replace(/[！-～]/g,t=>String.fromCharCode(t.charCodeAt(0)-65248)).replaceAll("−","-").replaceAll("。",".").replaceAll("、",",");function A(e){let t=Q(String(e)).trim().replace(/[\s_]+/g," ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g,"$1"),[,o]=t.match(Z)??[];if(!o||/^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(o))return null;let i=Number(o.replace(",","."));return Number.isFinite(i)?i:null}var w=(e,t,o)=>`${e} ${e===1?t:o}`;function S(e,t,o,i){let r=s(i?"figure.dr-picture.dr-broad":"figure.dr-picture"),d=s("span",{role:"status"}),n=0,p,l=o(()=>u(!0));function u(a){let h=[A(t.node.querySelector("input.dr-number")?.value??""),e.share,e.share===void 0?n:Math.max(n,1)];if(!a&&h.join()===p)return;p=h.join();let{drawing:c,words:f}=l(...h);r.replaceChildren(c,s("figcaption",{},d)),d.textContent=f}t.node.before(r),e.card.addEventListener("submit",()=>n+=1,!0),e.card.addEventListener("input",()=>u()),document.addEventListener("dr-answered",()=>u()),u()}var v=(e,t,...o)=>x("svg",{viewBox:t,role:"img","aria-label":e},...o),g=(e,t,o,i={})=>x("text",{x:e,y:t,...i},o),k=(e,t,o,i,r)=>x("rect",{x:e,y:t,width:o,height:i,...r});function R(e,t){return t.style.animationDelay=`${e}ms`,t}var O=150,X=1200,$=[];for(let e=-20;e<20;e+=1)for(let t=-20;t<20;t+=1)$.push({x:e,y:t,far:Math.hypot(Math.max(-e,e+1),Math.max(-t,t+1))*10});$.sort((e,t)=>e.far-t.far||e.y-t.y||e.x-t.x);var H=$.filter(({far:e})=>e<=O).length;function ee(e,t){if(t===void 0)return{drawing:v("A wafer of 300 mm with one die of 10 by 10 mm on it.","-172 -158 344 350",W(),k(0,-10,10,10,{class:"dr-die dr-hit"}),...te()),words:"One die on the wafer, to scale. Check your number, and as many dies are laid out."};let o=Math.max(0,Math.floor(e)),i=$.slice(0,Math.min(o,X)),r=o-Math.min(o,H),d=({x:l,y:u,far:a})=>R(a*6,k(l*10,u*10,10,10,{class:a>O?"dr-die dr-over-edge":"dr-die"})),n=r?`${w(r,"die hangs","dies hang")} over the edge, where the wafer ends.`:o<600?"The wafer has room for more.":`All of them lie on the wafer. Laid out like this, ${H-o} more would fit: the rule is an estimate.`,p=`Your ${w(o,"die","dies")}. ${n}`;return{drawing:v(p,"-172 -158 344 350",W(),...i.map(d)),words:p}}var W=()=>x("circle",{r:O,class:"dr-disc"}),te=()=>[x("path",{d:"M-150 166H150M-150 161V171M150 161V171",class:"dr-rule"}),g(0,184,"300 mm",{"text-anchor":"middle"}),g(16,-1,"10 mm × 10 mm")],B=[[.4,.6],[4.4,8.3],[7.5,.8],[9.7,2.7],[6.2,7.4],[9.6,5.5],[7.6,4.5],[2.7,5.6],[7.5,3.5],[8.8,2.6],[3.7,7.3],[.6,6.3],[8.5,6.7],[6.7,6.8],[6.7,7.6],[4.3,4.4],[2.8,1.6],[8.4,2.6],[1.5,8.3],[1.4,4.7]],re=([e,t],o)=>`${Math.floor(e/o)} ${Math.floor(t)}`,E=e=>new Set(B.map(t=>re(t,e)));function M(e,t,o,i){let r=E(e),d=[];for(let l=0;l<10;l+=1)for(let u=0;u<10/e;u+=1){let a=`${u} ${l}`,m=k(u*e*30+1,l*30+1,e*30-2,28,{class:`dr-die ${(o?r:t).has(a)?"dr-hit":""}`,rx:2});m.addEventListener("click",()=>{t[t.has(a)?"delete":"add"](a),i()}),d.push(m)}let n=B.map(([l,u])=>x("circle",{cx:l*30,cy:u*30,r:3.6,class:"dr-speck"})),p=`${w(100/e,"die","dies")} in a square, and 20 defects on it: ${w(20-r.size,"defect falls","defects fall")} on a die that another one has hit.`;return v(p,"0 0 300 300",...d,...n)}var L=(e,t)=>`${w(t.size,"die","dies")} tapped, ${100/e-t.size} left`;function oe(e){let t=new Set;return(o,i)=>({drawing:M(1,t,i===1,e),words:i===1?"18 of the 100 dies are hit, two of them twice: 20 defects spoil fewer than 20 dies. This square came out as the formula expects; others differ.":`100 dies of 1 cm² from the middle of the wafer, and the 20 defects that fell on them. Tap each die that is hit: ${L(1,t)}. What share of them works?`})}function ne(e){let[t,o]=[new Set,new Set];return(i,r)=>({drawing:s("div.dr-cuts",{},M(1,t,r!==void 0,e),M(2,o,r!==void 0,e)),words:r===void 0?`The same 20 defects on the same silicon, cut into 100 dies or into 50 of twice the area. Tap those that are hit. Small: ${L(1,t)}. Large: ${L(2,o)}.`:`${100-E(1).size} of 100 small dies work, and ${50-E(2).size} of 50 large ones, for the same money.`})}function ie(e,t){let o=[...t.node.querySelectorAll("tbody tr")];if(!o.length)return;let i=o.map(a=>({name:a.cells[0].textContent.trim(),value:Number(a.cells[1].textContent),box:a.querySelector("input")})),r=s("input",{type:"range",min:.3,max:1,step:.01,value:.4}),d=a=>20+(a-.3)*686,n=s("figure.dr-picture.dr-broad"),p=s("span",{role:"status"}),l=s("div");n.append(l,s("label.dr-slide",{},"Move the ruler",r),s("figcaption",{},p));function u(){let a=Number(r.value),m=i.filter(({value:c})=>c<=a).length,h=[x("path",{d:"M20 84H500",class:"dr-rule"}),...[.4,.6,.8,1].map(c=>g(d(c),104,String(c),{"text-anchor":"middle"})),x("path",{d:`M${d(a)} 14V92`,class:"dr-limit"}),g(d(a)+6,24,a.toFixed(2),{class:"dr-ask"})];for(let{name:c,value:f,box:b}of i){let y=f<=a;h.push(x("circle",{cx:d(f),cy:y?76:60,r:8,class:y?"dr-gone":"dr-stored"})),b.checked&&h.push(g(d(f),42,c,{"text-anchor":f>.85?"end":f<.45?"start":"middle",class:"dr-strong"}))}l.replaceChildren(v("The products on a line, by their concentration.","0 0 520 112",...h)),p.textContent=`Concentration of the ${i.length} products. With the ruler at ${a.toFixed(2)}, ${m?w(m,"one falls","fall").replace(/^1 /,""):"none falls"} off the list. Those that you tick get their names.`}t.node.before(n),r.addEventListener("input",u),e.card.addEventListener("change",u),document.addEventListener("dr-answered",u),u()}var I=[[1,.8],[.7,.8],[.4,.8],[.1,.6]];function de(e,t,o){let i=t===1?4:Math.min(1+o,3),r=a=>170-a*100,d=(a,m,h,c,f)=>R(f*500,k(a,r(h),50,Math.max(0,r(m)-r(h)),{class:c})),n=[x("path",{d:`M40 ${r(0)}H508M40 ${r(.8)}H508`,class:"dr-rule"}),g(34,r(.8)-2,"gases",{"text-anchor":"end"}),g(34,r(.8)+13,"allow 0.8",{"text-anchor":"end"})];I.forEach(([a,m],h)=>{let c=62+h*112;if(n.push(g(c+51,190,`week ${h+1}`,{"text-anchor":"middle",class:"dr-strong"})),h<i){n.push(d(c,0,a,"dr-bar dr-stored",h),d(c,a,a+.5,"dr-bar dr-delivered",h),d(c+52,0,m,"dr-bar dr-output",h));let f=a<.15;n.push(g(c+25,f?r(a)-4:r(a/2)+5,String(a),{"text-anchor":"middle",class:f?"dr-strong":"dr-on-dark"})),n.push(g(c+25,r(a+.25)+5,"+ 0.5",{"text-anchor":"middle"})),n.push(g(c+77,r(m)+17,String(m),{"text-anchor":"middle",class:"dr-on-dark"})),h||n.push(g(c+25,r(.5)+22,"store",{"text-anchor":"middle",class:"dr-on-dark"}),g(c+77,r(m)+34,"output",{"text-anchor":"middle",class:"dr-on-dark"}))}else n.push(k(c,r(1.5),102,150,{class:"dr-unknown",rx:4})),(h<3||e===null)&&n.push(g(c+51,r(.7),"?",{"text-anchor":"middle",class:"dr-ask"}))}),e!==null&&e>=0&&t!==1&&n.push(k(450,r(Math.min(e,1.5)),50,Math.min(e,1.5)*100,{class:"dr-own"}),g(475,r(Math.min(e,1.5))-5,"yours",{"text-anchor":"middle",class:"dr-ask"}));let l=I.slice(0,i).map(([a,m],h)=>`week ${h+1}: ${a} in store, output ${m}`).join("; "),u=t===1?"0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone.":`What is in store, what is delivered on top of it, and beside it what is used, the output. What is left over is in store a week later. ${t===void 0?"Type your number, and it stands in week 4.":`Week ${i} is drawn for you: follow the store.`}`;return{drawing:v(`Bars. ${l}.`,"-56 8 566 190",...n),words:u}}var F={wafer:(e,t)=>S(e,t,()=>ee),specks:(e,t)=>S(e,t,oe),ruler:ie,halves:(e,t)=>S(e,t,ne,!0),store:(e,t)=>S(e,t,()=>de,!0)};var P=`/* What only exercises wear; their script brings it along (exercise/dress.js). */
.dr-task.dr-again :is(.dr-question, .dr-board) > .dr-how {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.dr-task.dr-again .dr-question > .dr-how + * {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-ways.dr-ways {
  float: none;
  min-height: 28px;
  margin: 6px 0 0;
  padding: 2px 0;
  color: var(--dr-muted);
  background: none;
  border: 0;
  font-weight: 400;
  text-decoration: underline;
}
.dr-task .dr-body > p:first-child {
  margin-top: 10px;
}
.dr-task math {
  font-size: 1.15em;
}
.dr-quiz .dr-task p.dr-formula {
  margin: 14px 0;
  font-size: 1.6em;
  text-align: center;
}
/* answers that are the rows of a table */
.dr-quiz .dr-task .dr-tick-table label.dr-option.dr-option {
  padding: 4px 0;
  background: none;
  border: 0;
  font-weight: inherit;
}
.dr-quiz .dr-tick-table table {
  width: 100%;
  margin: 0;
  border-collapse: collapse;
}
.dr-tick-table tbody tr {
  cursor: pointer;
}
.dr-tick-table tbody tr:hover,
.dr-tick-table tbody tr:has(:checked) {
  background: var(--dr-soft);
}
.dr-quiz .dr-tick-table :is(th, td) {
  padding: 3px 10px;
  border-bottom: 1px solid var(--dr-faint);
  text-align: right;
  vertical-align: middle;
  font-variant-numeric: tabular-nums;
}
.dr-tick-table .dr-wide {
  margin: 0;
}
.dr-quiz .dr-tick-table :is(th, td):first-child {
  font-weight: 600;
  text-align: left;
}
.dr-quiz .dr-tick-table thead th {
  vertical-align: bottom;
  line-height: 1.25;
}
/* rows to put in order */
.dr-quiz .dr-row-of-table {
  display: grid;
  flex: 1;
  grid-template-columns: 2em repeat(4, minmax(0, 1fr));
  gap: 2px 12px;
  align-items: end;
}
.dr-quiz .dr-row-of-table small {
  display: block;
  color: var(--dr-muted);
  font-size: 0.75rem;
  line-height: 1.2;
}
.dr-quiz .dr-badge {
  align-self: center;
  color: var(--dr-accent);
  font-size: 1.3em;
  font-weight: 700;
}
.dr-quiz .dr-told {
  color: var(--dr-muted);
}
/* pictures that answer */
.dr-quiz figure.dr-picture {
  display: grid;
  grid-template-columns: minmax(0, 19rem) minmax(0, 1fr);
  gap: 10px 22px;
  align-items: center;
  margin: 14px 0;
}
.dr-quiz figure.dr-picture.dr-broad {
  grid-template-columns: minmax(0, 34rem);
}
.dr-picture svg {
  display: block;
  width: 100%;
  height: auto;
}
.dr-quiz.dr-exercise .dr-task figure.dr-picture > figcaption {
  color: var(--dr-text);
  font-size: 0.9375rem;
  line-height: 1.5;
}
.dr-picture text {
  fill: var(--dr-text);
  font-size: 13px;
}
.dr-picture .dr-cuts {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 18px;
}
.dr-picture :is(.dr-strong, .dr-on-dark) {
  font-weight: 700;
}
.dr-picture .dr-on-dark {
  fill: var(--dr-on-accent);
}
.dr-picture .dr-ask {
  fill: var(--dr-guess);
  font-weight: 700;
}
.dr-picture .dr-disc {
  fill: var(--dr-paper);
  stroke: var(--dr-line);
  stroke-width: 2;
}
.dr-picture .dr-die {
  fill: var(--dr-accent);
  stroke: var(--dr-paper);
  stroke-width: 1;
}
.dr-picture [viewBox="0 0 300 300"] .dr-die {
  fill: var(--dr-paper);
  stroke: var(--dr-accent);
  cursor: pointer;
}
.dr-picture .dr-die.dr-hit.dr-hit {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-die.dr-over-edge {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-speck {
  fill: var(--dr-text);
  stroke: var(--dr-paper);
  pointer-events: none;
}
.dr-picture .dr-rule {
  fill: none;
  stroke: var(--dr-line);
  stroke-width: 1.5;
}
.dr-picture .dr-stored {
  fill: var(--dr-accent);
}
.dr-picture .dr-delivered {
  fill: var(--dr-faint);
}
.dr-picture .dr-output {
  fill: var(--dr-guess);
}
.dr-picture .dr-gone {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 2;
}
.dr-picture .dr-limit {
  stroke: var(--dr-guess);
  stroke-width: 3;
}
.dr-quiz .dr-picture .dr-slide {
  display: flex;
  gap: 12px;
  align-items: center;
  font-weight: 600;
}
.dr-quiz .dr-picture .dr-slide input {
  flex: 1;
  accent-color: var(--dr-guess);
}
.dr-picture .dr-unknown {
  fill: none;
  stroke: var(--dr-line);
  stroke-dasharray: 4 4;
}
.dr-picture .dr-own {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 3;
  stroke-dasharray: 7 5;
}
@container (max-width: 34rem) {
  .dr-quiz figure.dr-picture {
    grid-template-columns: minmax(0, 1fr);
  }
  .dr-quiz .dr-row-of-table.dr-row-of-table {
    grid-template-columns: 2em repeat(2, minmax(0, 1fr));
  }
  .dr-row-of-table .dr-badge {
    grid-row: span 2;
  }
  .dr-quiz .dr-broad > svg text {
    font-size: 17px;
  }
  .dr-quiz .dr-broad > svg .dr-on-dark {
    font-size: 15px;
  }
  .dr-quiz .dr-tick-table :is(th, td) {
    padding: 3px 4px;
    font-size: 0.875rem;
  }
  .dr-quiz .dr-tick-table thead th {
    font-size: 0.75rem;
  }
}
/* a newspaper page */
.dr-quiz .dr-front {
  margin: 8px 4px 18px;
  padding: 14px 22px 20px;
  color: #1c1a17;
  background: #fbf7ec;
  border: 1px solid #cfc6ae;
  box-shadow: 0 3px 14px #00000026;
  font-family: Georgia, "Times New Roman", serif;
}
.dr-quiz .dr-front p {
  margin: 6px 0;
}
.dr-quiz .dr-front .dr-masthead {
  display: flex;
  flex-wrap: wrap;
  gap: 0 18px;
  align-items: baseline;
  justify-content: space-between;
  margin: 0 0 12px;
  padding: 0 0 6px;
  border-bottom: 3px double #1c1a17;
}
.dr-front .dr-masthead b {
  font-size: 1.5em;
  letter-spacing: 0.02em;
}
.dr-quiz .dr-front .dr-headline {
  margin: 4px 0 10px;
  font-size: 1.45em;
  font-weight: 700;
  line-height: 1.2;
}
.dr-quiz .dr-front .dr-columns {
  columns: 2;
  column-gap: 26px;
  margin: 0;
  padding: 0;
  list-style-position: inside;
}
.dr-front .dr-columns li {
  margin: 0 0 6px;
  padding: 1px 3px;
  break-inside: avoid;
}
.dr-front .dr-columns li::marker {
  color: #8a2f00;
  font-weight: 700;
}
.dr-front .dr-corrected {
  background: #ffe29a;
  text-decoration: underline wavy #b14300 1.5px;
  text-underline-offset: 4px;
}
.dr-front .dr-below {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 16px;
  margin-top: 12px;
}
.dr-front .dr-slot {
  padding: 8px 14px 12px;
  border: 2px dashed #9a8f74;
}
.dr-front .dr-slot.dr-set {
  border: 1px solid #1c1a17;
}
.dr-quiz .dr-front .dr-eyebrow {
  margin: 0 0 4px;
  color: #8a2f00;
  font: 700 0.8125rem/1.4 system-ui, sans-serif;
  letter-spacing: 0.04em;
  text-transform: uppercase;
}
.dr-quiz .dr-front button {
  color: #1c1a17;
  background: #fffdf6;
  border-color: #1c1a17;
}
.dr-quiz .dr-front .dr-judges {
  margin: 14px 0 0;
  padding-top: 8px;
  border-top: 1px solid #1c1a17;
  font-style: italic;
}
.dr-quiz .dr-front ul {
  margin: 0;
  padding-left: 1.2em;
}
.dr-quiz .dr-front a {
  color: #174a73;
}
@container (max-width: 34rem) {
  .dr-quiz .dr-front {
    padding: 12px 14px 16px;
  }
  .dr-quiz .dr-front .dr-columns {
    columns: 1;
  }
  .dr-front .dr-below {
    grid-template-columns: minmax(0, 1fr);
  }
}
@media (prefers-reduced-motion: no-preference) {
  .dr-picture .dr-disc ~ .dr-die {
    animation: dr-laid 260ms backwards;
  }
  .dr-picture .dr-bar {
    animation: dr-laid 420ms backwards;
  }
  @keyframes dr-laid {
    from {
      opacity: 0;
    }
  }
}
`;var D=!1;function ae(){if(D)return;D=!0;let e=new CSSStyleSheet;e.replaceSync(P),document.adoptedStyleSheets=[...document.adoptedStyleSheets,e]}function V(e,t,o){ae();let{card:i}=e,{kind:r}=t.question;i.dataset.kind=r;let d=[...document.querySelectorAll(`.dr-task[data-kind="${r}"]`)].some(n=>n.compareDocumentPosition(i)&Node.DOCUMENT_POSITION_FOLLOWING);i.classList.toggle("dr-again",d),i.querySelectorAll(".dr-ways").forEach(n=>n.parentElement.append(n)),i.querySelectorAll("p > math").forEach(n=>n.parentElement.classList.toggle("dr-formula",n.parentElement.textContent.trim()===n.textContent.trim())),i.querySelectorAll("a").forEach(n=>/10\^\d/.test(n.textContent)&&(n.innerHTML=n.innerHTML.replace(/10\^(\d+)/g,"10<sup>$1</sup>"))),r==="multiple"&&le(i,o),r==="order"&&pe(i),r==="defend"&&ue(i),t.picture&&F[t.picture](e,o)}var q=e=>e.cells[0].textContent.trim(),z=e=>[...e.tBodies[0].rows],ce=e=>[...e.tHead.rows[0].cells].map(t=>t.textContent.trim());function le(e,t){let o=e.querySelector(":scope > details"),i=o?.querySelector("table"),r=[...t.node.querySelectorAll("label.dr-option")],d=l=>l.querySelector(".dr-text").textContent.trim();if(!i||z(i).map(q).join()!==r.map(d).join())return;let n=l=>l.textContent.replace(/\s+/g,""),p=[...document.querySelectorAll("table")].find(l=>l!==i&&n(l)===n(i));p&&((p.closest(".dr-wide")??p).hidden=!0),z(i).forEach((l,u)=>{l.cells[0].replaceChildren(r[u]),l.addEventListener("click",({target:a})=>a.closest("label")||r[u].click())}),t.node.classList.add("dr-tick-table"),t.node.append(o.querySelector(".dr-wide")),o.remove()}function pe(e){let t=e.querySelector(".dr-body table"),i=[...e.querySelector(".dr-order").children].map(d=>d.querySelector(".dr-text"));if(!t||z(t).map(q).sort().join()!==i.map(d=>d.textContent.trim()).sort().join())return;let r=ce(t);for(let d of i){let n=z(t).find(l=>q(l)===d.textContent.trim()),p=[...n.cells].slice(1).map((l,u)=>s("span.dr-cell",{},s("small",{},r[u+1])," ",s("b",{},l.textContent)));d.classList.add("dr-row-of-table"),d.replaceChildren(s("span.dr-badge",{},q(n)),...p)}(t.closest(".dr-wide")??t).remove()}function ue(e){let t=Object.fromEntries([...e.querySelectorAll(".dr-body li")].map(o=>[o.querySelector(":scope > strong")?.textContent,o]));for(let o of e.querySelectorAll(".dr-group:first-of-type .dr-text")){let i=o.firstElementChild,r=t[i.textContent];if(!r)continue;let d=o.innerHTML.slice(i.outerHTML.length).trim(),n=r.innerHTML.slice(r.firstElementChild.outerHTML.length).trim(),[p,l]=n.startsWith(d)?[d,n.slice(d.length)]:[`${d}: `,n];o.replaceChildren(i," ",s("b",{html:p}),s("span.dr-told",{html:l})),r.remove()}e.querySelectorAll(".dr-body ul").forEach(o=>o.children.length||o.remove())}function U(e){e.scrollIntoView({block:"start"}),e.querySelector("legend").focus({preventScroll:!0})}function G(e,t,o){let i=s("div.dr-slot"),r=s("div.dr-slot"),d=t.lines.map(c=>s("li",{html:c})),n=s("p.dr-masthead",{},s("b",{},"The Small Paper"),s("span",{},"Monday, 3 July 2023 · page 1")),p=s("div",{},s("p.dr-headline",{},t.title),s("ol.dr-columns",{},...d)),l=s("p.dr-judges",{},"It goes to print as you decide. Your teacher’s key judges both decisions after the deadline; points and reasons come back with your mark.");e.append(s("section.dr-front",{ariaLabel:t.printed?"Your page as it is printed":"The page"},n,t.printed?null:p,s("div.dr-below",{},i,r),t.printed?l:null));let u=(c,f)=>[...o[c]?.node.querySelectorAll(`input[type=${f}]:checked`)??[]].map(b=>b.closest("label").querySelector(".dr-text")),a=c=>{let f=c.cloneNode(!0);return f.firstElementChild?.tagName==="STRONG"&&f.firstElementChild.remove(),f},m=(c,f)=>s("button.dr-quiet",{type:"button",onclick:()=>U(o[c].node.closest(".dr-card"))},f);function h(){let[c]=u(t.headline,"radio"),[f]=u(t.correction,"radio"),b=u(t.correction,"checkbox"),y=f?.querySelector(".dr-told")??f;i.replaceChildren(s("p.dr-eyebrow",{},"On the Dutch rule"),...c?[s("p.dr-headline",{},c.textContent)]:[s("p",{},"No headline yet."),m(t.headline,"Choose the headline")]),i.classList.toggle("dr-set",!!c);let T=f&&[s("p",{},"We wrote: ",s("q",{},a(y).textContent.replace(/[“”]|\((sentence \d+|further down)\)/g,"").trim()))],K=b.length?[s("p",{},"What shows that it needs a correction:"),s("ul",{},...b.map(C=>s("li",{},...a(C).childNodes)))]:[];r.replaceChildren(s("p.dr-eyebrow",{},"Correction"),...T?[...T,...K]:[s("p",{},"There is room for one."),m(t.correction,"Choose the sentence")]),r.classList.toggle("dr-set",!!(f&&b.length===2));let Y=Number(/\(sentence (\d+)\)/.exec(y?.textContent)?.[1]);d.forEach((C,_)=>C.classList.toggle("dr-corrected",_+1===Y))}document.addEventListener("dr-answered",h),h()}globalThis.deriskingExercise={dress:V,paper:G};})();
